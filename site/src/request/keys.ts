import type { CheckContext, CheckedPerson } from "../../../scripts/check/context.ts";
import { findPerson } from "../../../scripts/records/lookup.ts";

/** How a member of the team stands with the key that a delivery's password is sealed to. */
export type KeyState = "confirmed" | "unconfirmed" | "none";

/** See {@link KeyState}. Where one of several keys is not confirmed, a delivery waits. */
export function keyState({ ageKeys = [], id }: CheckedPerson, context: CheckContext): KeyState {
	const valid = ageKeys.filter(({ revoked }) => revoked === undefined || revoked > context.today);
	if (valid.length === 0) return "none";
	const isConfirmed = ({ confirmed }: (typeof valid)[number]) =>
		confirmed !== undefined &&
		confirmed.by !== id &&
		confirmed.on <= context.today &&
		findPerson(context.people, confirmed.by)?.roles.includes("data-custodian") === true;
	return valid.every(isConfirmed) ? "confirmed" : "unconfirmed";
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
