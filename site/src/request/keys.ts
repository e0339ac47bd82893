import type { CheckContext, CheckedPerson } from "../../../scripts/check/context.ts";
import { confirmationProblem, unrevokedKeys } from "../../../scripts/records/age-key.ts";

/** How a member of the team stands with the key that a delivery's password is sealed to. */
export type KeyState = "confirmed" | "unconfirmed" | "none";

/** See {@link KeyState}. Where one of several keys is not confirmed, a delivery waits. */
export function keyState(person: CheckedPerson, { people, today }: CheckContext): KeyState {
	const keys = unrevokedKeys(person, today);
	if (keys.length === 0) return "none";
	const isConfirmed = keys.every((key) => confirmationProblem(key, person.id, people, today) === undefined);
	return isConfirmed ? "confirmed" : "unconfirmed";
}

/** What is said of it. */
export const keyLabels = {
	confirmed: "has a confirmed key",
	unconfirmed: "has a key that a data custodian has not confirmed yet: the delivery will wait",
	none: "has no key on record yet: the delivery will wait",
} as const satisfies Record<KeyState, string>;

/** The file with a private key, as the age tool reads it. */
export function keyFile(identity: string, recipient: string, person: string): string {
	return `# Private key of ${person} for the patient data sharing hub. Keep it to yourself.\n# public key: ${recipient}\n${identity}\n`;
}
