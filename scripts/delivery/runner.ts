import { londonDay } from "../document/day.ts";
import { keyProblem, signerOf } from "../governance/signer.ts";
import { UserError } from "../issue/user-error.ts";
import { findDatabase } from "../records/listed-sources.ts";
import { fingerprintOf, publicKeyOf } from "../signature/ssh.ts";
import type { SourceAccess } from "../snapshot/source-session.ts";
import type { Authority } from "./authority.ts";
import { type RunnerConfiguration, runnerConfiguration } from "./configuration.ts";

/** The machine that makes deliveries, ready for one project. */
export interface Runner extends RunnerConfiguration {
	/** The project's source. */
	readonly source: SourceAccess;
	/** Fingerprint of the hub's key, which the records list. */
	readonly hubKey: string;
}

/**
 * Checks that this machine can make a project's delivery: its configuration, and that its signing key
 * is one of the hub's in force.
 *
 * @throws UserError `environment` with all problems, `key` if the key is not the hub's
 */
export async function prepareRunner(
	env: Readonly<Record<string, string | undefined>>,
	{ records, request }: Authority,
	now: Date,
): Promise<Runner> {
	const variable = findDatabase(records.sources, request.source)?.connection ?? "";
	const configuration = await runnerConfiguration(env, [variable]);
	const hubKey = fingerprintOf(await publicKeyOf(configuration.signingKeyFile));
	const signer = signerOf(records.people, hubKey);
	const day = londonDay(now);
	const problem = signer.kind === "hub" ? keyProblem(signer.key, day, day) : `${hubKey} is not among the hub's keys`;
	if (problem !== undefined) {
		throw new UserError(
			"key",
			`HUB_SIGNING_KEY_FILE: the key cannot sign for the hub: ${problem} in people.yml as it is in force.`,
		);
	}
	const { sources, statementMinutes } = configuration;
	return { ...configuration, hubKey, source: { url: sources.get(variable) ?? "", statementMinutes } };
}
