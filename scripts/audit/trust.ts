import type { Governance } from "../governance/governance.ts";
import { wholeDigest } from "../governance/governed.ts";
import { error, type Issue, warning } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { governancePath } from "../records/paths.ts";
import { fingerprintOf } from "../signature/ssh.ts";

/** What an auditor was handed outside the repository about the first governance. */
export interface Trust {
	/** Whose key has which fingerprint: a person's id, or `hub`. */
	readonly owners: ReadonlyMap<string, string>;
	/** The digest of the first governance as a whole, where it was handed over too. */
	readonly digest?: string;
}

/**
 * Reads a file of trusted fingerprints: a line for each key, `SHA256:… person` or `SHA256:… hub`, and if wanted one
 * line `<64 hexadecimal digits> governance`. Empty lines and lines with # are passed over. Throws UserError `usage`.
 */
export function parseTrust(text: string, file: string): Trust {
	const owners = new Map<string, string>();
	let digest: string | undefined;
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		const words = line.trim().split(/\s+/);
		const [first = "", second = ""] = words;
		if (first === "" || first.startsWith("#")) continue;
		if (words.length === 2 && /^SHA256:[A-Za-z0-9+/]{43}$/.test(first)) owners.set(first, second);
		else if (words.length === 2 && /^[0-9a-f]{64}$/.test(first) && second === "governance") digest = first;
		else
			throw new UserError(
				"usage",
				`${file}:${index + 1}: write a fingerprint and whose it is, such as: SHA256:… robbie-records`,
			);
	}
	if (owners.size === 0) throw new UserError("usage", `${file}: there is no fingerprint in this file.`);
	return { owners, ...(digest === undefined ? {} : { digest }) };
}

/** Compares the first governance with what the auditor was handed: every key of it must be on the list. */
export function checkTrust(first: Governance, trust: Trust): readonly Issue[] {
	const keys = [
		...first.people.people.flatMap(({ id, signingKeys }) => (signingKeys ?? []).map(({ key }) => ({ key, owner: id }))),
		...first.people.hub.signingKeys.map(({ key }) => ({ key, owner: "hub" })),
	];
	const issues = keys.flatMap(({ key, owner }) => {
		const fingerprint = fingerprintOf(key);
		const trusted = trust.owners.get(fingerprint);
		if (trusted === owner) return [];
		const what = trusted === undefined ? "is not on your list" : `is ${trusted}'s by your list`;
		return [problem(`${owner}'s key ${fingerprint} of the first governance ${what}`, "people")];
	});
	if (keys.length === 0 && trust.digest === undefined) {
		issues.push(problem("the first governance holds no key at all, so your list says nothing about it", "people"));
	}
	const whole = wholeDigest(first);
	if (trust.digest === undefined || trust.digest === whole) return issues;
	if (trust.digest !== first.digest) {
		issues.push(problem(`the first governance has the digest ${whole}, and your list another`, "policy"));
		return issues;
	}
	// As it was handed over before other files were governed.
	const files = Object.keys(first.others).join(", ");
	const message = `the digest on your list is that of policy, organisations and people alone; ${files} stood beside them`;
	const fix = `Read them as they were then: git show ${first.commit.slice(0, 12)}. With them the digest is ${whole}.`;
	issues.push({ ...warning("trust", [], message, fix), file: governancePath("policy") });
	return issues;
}

function problem(message: string, file: "people" | "policy"): Issue {
	const fix = "Ask the person who handed you the list; do not rely on anything else here until it is settled.";
	return { ...error("trust", [], message, fix), file: governancePath(file) };
}
