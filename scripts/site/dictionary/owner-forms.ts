import { selectionName } from "../../form/selection.ts";
import type { Completeness } from "../../report/completeness.ts";

/** The form of one department: what it has still to describe, or to say how sensitive it is. */
export interface OwnerForm {
	readonly owner: string;
	/** Fit for a file name; a different one for every department. */
	readonly name: string;
}

/**
 * Which departments have something to fill in, by name as written. Departments that differ in capitals only have one
 * form, since a form takes them for one.
 */
export function ownerForms(owners: readonly Completeness[]): ReadonlyMap<string, OwnerForm> {
	const byName = new Map<string, OwnerForm>();
	const taken = new Set<string>();
	const forms = new Map<string, OwnerForm>();
	for (const { owner, blankTables, inherited, blank, unconfirmed } of owners) {
		if (owner === undefined || blankTables + inherited + blank + unconfirmed === 0) continue;
		const key = owner.trim().toLowerCase();
		const form = byName.get(key) ?? { owner, name: freeName(selectionName({ owner, blankOnly: true }), taken) };
		byName.set(key, form);
		forms.set(owner, form);
	}
	return forms;
}

function freeName(wanted: string, taken: Set<string>): string {
	let name = wanted;
	for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
	taken.add(name);
	return name;
}
