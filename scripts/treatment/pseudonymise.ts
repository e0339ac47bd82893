import type { PlainType } from "../dictionary/column-type.ts";
import type { RootColumn } from "../dictionary/root-column.ts";
import { canonicalSql, hmacSql } from "./hmac.ts";
import type { TreatmentKind } from "./treatment-kind.ts";

/** A code of the project in place of an identifier: the same for the same identifier, and to nobody else's. */
export const pseudonymise: TreatmentKind = {
	label: "replaced by a code of this project",
	problem: () => undefined,
	gives: () => "uuid",
	sql: ({ value, type, root }) => pseudonymSql(value, type, root),
	needsPatient: false,
	forIdentifiers: true,
	unchanged: false,
	joinsBy: "code",
};

/** SQL of the pseudonym of an identifier: the first 128 bits of its HMAC as a uuid; missing stays missing. */
export function pseudonymSql(value: string, type: PlainType, root: RootColumn): string {
	const digest = hmacSql(root.id, canonicalSql(value, type, root));
	return `encode(substr(${digest}, 1, 16), 'hex')::uuid`;
}
