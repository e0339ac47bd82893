/** The address of a place of the site, such as `glossary/`, from wherever the site begins on its server. */
export function href(address = ""): string {
	return import.meta.env.BASE_URL + address;
}
