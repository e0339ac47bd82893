import { createCipheriv, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { crc32, deflateRawSync } from "node:zlib";

/** How one file stands in a made archive; what is absent is as an honest program would write it. */
export interface MadeEntry {
	readonly path: string;
	readonly content: string;
	/** Name in the entry's own header, if not the same. */
	readonly innerPath?: string;
	/** 1 or 2: WinZip's AE-1 keeps a CRC-32, AE-2 does not. */
	readonly ae?: 1 | 2;
	readonly stored?: boolean;
	/** Size that the directory claims. */
	readonly claimsBytes?: number;
	/** All numbers in the zip64 fields, as for an entry over 4 GiB. */
	readonly wide?: boolean;
	/** Plain instead of encrypted. */
	readonly plain?: boolean;
	/** Strength byte of the AES field: 1 is AES-128, 3 is AES-256. */
	readonly strength?: number;
}

/**
 * Makes an encrypted ZIP archive byte by byte, so that tests can make what no honest program writes.
 * Written apart from the reader, from the same two documents: APPNOTE.TXT and WinZip's AES page.
 */
export function makeZip(entries: readonly MadeEntry[], password: string, { wide = false } = {}): Buffer {
	const locals: Buffer[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	for (const entry of entries) {
		const content = Buffer.from(entry.content);
		const packed = entry.stored ? content : deflateRawSync(content);
		const data = entry.plain ? packed : encrypt(packed, password);
		const crc = entry.ae === 2 ? 0 : crc32(content);
		const method = entry.plain ? (entry.stored ? 0 : 8) : 99;
		const aes = entry.plain ? Buffer.alloc(0) : aesField(entry);
		const inner = Buffer.from(entry.innerPath ?? entry.path);
		const local = Buffer.concat([
			u32(0x04034b50),
			u16(51),
			u16(1),
			u16(method),
			u32(0),
			u32(crc),
			u32(data.length),
			u32(content.length),
			u16(inner.length),
			u16(aes.length),
			inner,
			aes,
			data,
		]);
		const name = Buffer.from(entry.path);
		const bytes = entry.claimsBytes ?? content.length;
		const zip64 = entry.wide
			? Buffer.concat([u16(1), u16(24), u64(bytes), u64(data.length), u64(at)])
			: Buffer.alloc(0);
		const narrow = (value: number) => u32(entry.wide ? 0xffffffff : value);
		const extra = Buffer.concat([aes, zip64]);
		directory.push(
			Buffer.concat([
				u32(0x02014b50),
				u16(0x033f),
				u16(51),
				u16(1),
				u16(method),
				u32(0),
				u32(crc),
				narrow(data.length),
				narrow(bytes),
				u16(name.length),
				u16(extra.length),
				u16(0),
				u16(0),
				u16(0),
				u32(0),
				narrow(at),
				name,
				extra,
			]),
		);
		locals.push(local);
		at += local.length;
	}
	const list = Buffer.concat(directory);
	const count = entries.length;
	const wideEnd = wide
		? Buffer.concat([
				u32(0x06064b50),
				u64(44),
				u16(0x033f),
				u16(51),
				u32(0),
				u32(0),
				u64(count),
				u64(count),
				u64(list.length),
				u64(at),
				u32(0x07064b50),
				u32(0),
				u64(at + list.length),
				u32(1),
			])
		: Buffer.alloc(0);
	const end = Buffer.concat([
		u32(0x06054b50),
		u16(0),
		u16(0),
		u16(wide ? 0xffff : count),
		u16(wide ? 0xffff : count),
		u32(wide ? 0xffffffff : list.length),
		u32(wide ? 0xffffffff : at),
		u16(0),
	]);
	return Buffer.concat([...locals, list, wideEnd, end]);
}

function encrypt(packed: Buffer, password: string): Buffer {
	const salt = randomBytes(16);
	const keys = pbkdf2Sync(password, salt, 1000, 66, "sha1");
	const cipher = Buffer.from(packed);
	for (let block = 0; block * 16 < packed.length; block++) {
		const counter = Buffer.alloc(16);
		counter.writeBigUInt64LE(BigInt(block + 1));
		const stream = createCipheriv("aes-256-ecb", keys.subarray(0, 32), null).setAutoPadding(false).update(counter);
		for (let at = 0; at < 16 && block * 16 + at < cipher.length; at++) {
			cipher.writeUInt8(cipher.readUInt8(block * 16 + at) ^ stream.readUInt8(at), block * 16 + at);
		}
	}
	const mac = createHmac("sha1", keys.subarray(32, 64)).update(cipher).digest().subarray(0, 10);
	return Buffer.concat([salt, keys.subarray(64), cipher, mac]);
}

function aesField({ ae = 1, strength = 3, stored }: MadeEntry): Buffer {
	return Buffer.concat([u16(0x9901), u16(7), u16(ae), Buffer.from("AE"), Buffer.from([strength]), u16(stored ? 0 : 8)]);
}

function u16(value: number): Buffer {
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16LE(value);
	return bytes;
}

function u32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

function u64(value: number): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64LE(BigInt(value));
	return bytes;
}
