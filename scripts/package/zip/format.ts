// The numbers of the ZIP format, as APPNOTE.TXT 6.3.10 has them: 4.3.7 an entry's own header, 4.3.9 what follows an entry
// whose sizes its header could not know, 4.3.12 its header in the directory, 4.3.14 to 4.3.16 the directory's end.
export const localSignature = 0x04034b50;
export const descriptorSignature = 0x08074b50;
export const directorySignature = 0x02014b50;
export const wideEndSignature = 0x06064b50;
export const locatorSignature = 0x07064b50;
export const endSignature = 0x06054b50;

export const localBytes = 30;
export const directoryBytes = 46;
export const wideEndBytes = 56;
export const locatorBytes = 20;
export const endBytes = 22;

/** What stands in a place that is too small for its number, which is then in the zip64 field. */
export const full16 = 0xffff;
export const full32 = 0xffffffff;
/** The zip64 field, 4.5.3. */
export const wideField = 0x0001;

/** WinZip's AES field, https://www.winzip.com/en/support/aes-encryption/, and the method that points to it. */
export const aesField = 0x9901;
export const aesMethod = 99;
export const aes256 = 3;

/** How a file was compressed before it was encrypted. */
export const stored = 0;
export const deflated = 8;
