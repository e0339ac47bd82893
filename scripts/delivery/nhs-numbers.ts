import { createHmac } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { error, type Issue } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { counted } from "../text/count.ts";
import { isNhsNumber } from "../text/identifying.ts";

/** As many bad lines are told as help to see what is wrong. */
const maxProblems = 10;

/**
 * Reads a file of NHS numbers, one a line, as the national service takes and returns them: ten digits, with or without
 * spaces or hyphens between, quotes around and commas behind. A first line without a digit is a heading; empty lines are
 * passed over.
 *
 * @returns the numbers as ten digits, each once, with the line on which it stands first
 * @throws UserError `invalid` with the lines that hold no valid number, never what they hold; `environment` where the file
 *   cannot be read
 */
export async function readNhsNumbers(file: string): Promise<ReadonlyMap<string, number>> {
	const numbers = new Map<string, number>();
	const problems: Issue[] = [];
	let bad = 0;
	let line = 0;
	try {
		for await (const text of createInterface({
			input: createReadStream(file, "utf8"),
			crlfDelay: Number.POSITIVE_INFINITY,
		})) {
			line += 1;
			const number = numberIn(text);
			if (number !== undefined && isNhsNumber(number)) {
				if (!numbers.has(number)) numbers.set(number, line);
			} else if (number !== "" && !(line === 1 && !/\d/.test(text))) {
				bad += 1;
				if (bad <= maxProblems)
					problems.push({ ...error("nhs-number", [], "this is no valid NHS number"), file, line });
			}
		}
	} catch (failure) {
		const code = (failure as NodeJS.ErrnoException).code;
		if (code === undefined) throw failure;
		throw new UserError("environment", `${file}: the file cannot be read (${code}).`);
	}
	if (bad > 0)
		throw new UserError(
			"invalid",
			`${file}: ${counted(bad, "line")} without a valid NHS number. Nothing was loaded.`,
			problems,
		);
	return numbers;
}

/**
 * Refuses where a list of cleared patients holds somebody whom the service was not asked about: then the two files do
 * not belong together.
 *
 * @throws UserError `invalid`
 */
export function refuseUnasked(
	file: string,
	cleared: ReadonlyMap<string, number>,
	asked: ReadonlyMap<string, number>,
): void {
	const lines = [...cleared].filter(([number]) => !asked.has(number)).map(([, line]) => line);
	if (lines.length === 0) return;
	throw new UserError(
		"invalid",
		`${file}: ${counted(lines.length, "number")} that the service was not asked about: the two files do not belong together. Nothing was loaded.`,
		lines.slice(0, maxProblems).map((line) => ({
			...error("nhs-number", [], "the service was not asked about this number"),
			file,
			line,
		})),
	);
}

/**
 * The digest by which records name a list: HMAC-SHA-256 under the ledger's key over its numbers in rising order. Without
 * the key nobody can find out by trying who is on a short list.
 *
 * @returns 64 hexadecimal digits
 */
export function listDigest(numbers: ReadonlyMap<string, number>, ledgerKey: Buffer): string {
	const digest = createHmac("sha256", ledgerKey).update("patient data sharing hub: opt-out list\n");
	for (const number of [...numbers.keys()].sort()) digest.update(`${number}\n`);
	return digest.digest("hex");
}

/** What a line holds where a number belongs: digits alone; empty for an empty line; undefined for anything else. */
function numberIn(text: string): string | undefined {
	const plain = text
		.replace(/^\uFEFF/, "")
		.replace(/,+\s*$/, "")
		.trim()
		.replace(/^"(.*)"$/, "$1")
		.replace(/[ -]/g, "");
	return /^\d*$/.test(plain) ? plain : undefined;
}
