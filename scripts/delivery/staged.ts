import { join } from "node:path";
import { sha256OfFile } from "../document/digest.ts";
import type { Manifest } from "../schema/types.ts";
import { isThere } from "./is-there.ts";

/** What was found of a package's files in the staging folder. */
export type StagedState = "whole" | "absent" | "different";

/** Whether a folder holds package and sealed password with exactly the bytes that the manifest records. */
export async function stagedState(folder: string, { package: made }: Manifest): Promise<StagedState> {
	const found = [await sha256OfFile(join(folder, made.file)), await sha256OfFile(join(folder, made.password.file))];
	if (found.every((sha256) => sha256 === "absent")) return (await isThere(folder)) ? "different" : "absent";
	return found[0] === made.sha256 && found[1] === made.password.sha256 ? "whole" : "different";
}
