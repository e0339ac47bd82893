/**
 * The file of one family's contents. It has a module of its own, so that a template that reads the file does not import
 * the code that writes it.
 */
export function contentsFile(folder: string, family: string): string {
	return `${folder}/${family}.json`;
}
