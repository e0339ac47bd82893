/** The file of one family's contents. Apart from what writes it, so that a template that reads it brings nothing else. */
export function contentsFile(folder: string, family: string): string {
	return `${folder}/${family}.json`;
}
