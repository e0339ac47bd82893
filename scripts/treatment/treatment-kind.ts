import type { PlainType } from "../dictionary/column-type.ts";
import type { RootColumn } from "../dictionary/root-column.ts";

/** One value to treat, as SQL, with what its treatment needs to know. */
export interface ToTreat {
	/** SQL of the value in the source. */
	readonly value: string;
	/** The built-in type of the source's values. */
	readonly type: PlainType;
	readonly root: RootColumn;
	/** SQL of the days by which the patient's dates are moved; of use only where there is a patient. */
	readonly shiftDays: string;
	/** SQL of the snapshot's day. */
	readonly today: string;
}

/**
 * All that the hub knows of a treatment, so that no other module has rules of its own about one. Pure and free of Node,
 * as requests are judged in the browser too.
 */
export interface TreatmentKind {
	/** What it does, as part of a sentence about a field. */
	readonly label: string;
	/** What keeps it from a column of this type, in words, if anything does. */
	problem(type: PlainType): string | undefined;
	/** The type that the values have in the share. */
	gives(type: PlainType): PlainType;
	/** What a treated value means where its type alone does not tell: a year is an integer. */
	readonly meaning?: "year";
	/** SQL of the treated value, of exactly the type that `gives` says. */
	sql(what: ToTreat): string;
	/** Whether it works only where each row is one patient's. */
	readonly needsPatient: boolean;
	/** Whether it is for identifiers alone, because it would leave nothing of use of any other value. */
	readonly forIdentifiers: boolean;
	/** Whether values stay what they were, so that units, codes and ranges still hold of them. */
	readonly unchanged: boolean;
	/** By what rows can still be joined, if at all: by the value itself, or by a code for what it identifies. */
	readonly joinsBy?: "value" | "code";
	/**
	 * What somebody who knows a patient may recognise in a treated quasi-identifier: the value, or of a date in the
	 * patient's own row its year; otherwise nothing.
	 */
	readonly recognisedBy?: "value" | "own-year";
	/** What it does to days: leaves them where they were, or moves all of a patient's alike. */
	readonly days?: "in-place" | "moved";
}
