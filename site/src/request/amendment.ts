import { parseYaml } from "../../../scripts/document/yaml.ts";
import type { SharingRequest } from "../../../scripts/schema/types.ts";
import { validateRequest } from "../../../scripts/schema/validate.ts";
import type { Library } from "./library.ts";

/** What stood in the records before an amendment. */
export interface Before {
	readonly text: string;
	readonly request: SharingRequest;
}

/** Fetches the request that is to be amended. Throws if there is none, or none that can be read. */
export async function readBefore(library: Library, project: string): Promise<Before> {
	if (!library.file.requests.some((request) => request.project === project)) {
		throw new Error("There is no request of this name that could be amended.");
	}
	const text = await library.fetchRequest(project);
	const { value, issues } = parseYaml(text);
	if (issues.length > 0 || validateRequest(value).length > 0) throw new Error("The request cannot be read.");
	return { text, request: value as SharingRequest };
}
