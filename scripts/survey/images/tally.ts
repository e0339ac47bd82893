import { createHash } from "node:crypto";
import type { ImageHeader } from "./header.ts";
import { bodyParts, modalities, standardTerm } from "./terms.ts";

/** The images that have one value in common. */
export interface TalliedGroup {
	readonly files: number;
	/** A digest each. */
	readonly studies: ReadonlySet<number>;
	/** How many people they show, counted no further than the tally was told to. */
	readonly people: number;
}

/** What there is in an image folder, as exact counts: for {@link describeImages} only. */
export interface Counts {
	readonly all: TalliedGroup;
	readonly bytes: number;
	readonly modalities: ReadonlyMap<string, TalliedGroup>;
	readonly bodyParts: ReadonlyMap<string, TalliedGroup>;
	/** By four digits, or `not stated`. */
	readonly years: ReadonlyMap<string, TalliedGroup>;
}

/** Counts images one after the other. */
export interface Tally {
	add(image: ImageHeader, bytes: number): void;
	counts(): Counts;
}

/**
 * Starts a tally. It keeps no header: of a study and a patient only 48 bits of a digest, for as long as it runs, which
 * takes about 160 bytes a study.
 *
 * @param enough people of one value are counted up to here
 * @param thisYear a study of a later year has a wrong date
 */
export function startTally(enough: number, thisYear: number): Tally {
	const all = startGroup(enough);
	const groups = { modalities: grouping(enough), bodyParts: grouping(enough), years: grouping(enough) };
	let size = 0;
	return {
		add: (image, bytes) => {
			const study = digest(`study\0${image.study}`);
			// Without a patient's number each study counts as a person of its own.
			const person = image.patient === undefined ? study : digest(`patient\0${image.patient}`);
			size += bytes;
			all.add(study, person);
			groups.modalities.add(standardTerm(modalities, image.modality), study, person);
			groups.bodyParts.add(standardTerm(bodyParts, image.bodyPart), study, person);
			groups.years.add(yearOf(image.studyDate, thisYear), study, person);
		},
		counts: () => ({
			all: all.group(),
			bytes: size,
			modalities: groups.modalities.groups(),
			bodyParts: groups.bodyParts.groups(),
			years: groups.years.groups(),
		}),
	};
}

function grouping(enough: number) {
	const started = new Map<string, ReturnType<typeof startGroup>>();
	return {
		add: (value: string, study: number, person: number) => {
			const group = started.get(value) ?? startGroup(enough);
			started.set(value, group);
			group.add(study, person);
		},
		groups: () => new Map([...started].map(([value, group]) => [value, group.group()])),
	};
}

function startGroup(enough: number) {
	const studies = new Set<number>();
	const people = new Set<number>();
	let files = 0;
	return {
		add: (study: number, person: number) => {
			files += 1;
			studies.add(study);
			if (people.size < enough) people.add(person);
		},
		group: (): TalliedGroup => ({ files, studies, people: people.size }),
	};
}

function digest(text: string): number {
	return createHash("sha256").update(text).digest().readUIntBE(0, 6);
}

/** The year of a DICOM date, `20260331` or as before 1993 `2026.03.31`. X-rays were discovered in 1895. */
function yearOf(date: string | undefined, thisYear: number): string {
	const year = /^(\d{4})(?:\d{4}|\.\d\d\.\d\d)$/.exec(date ?? "")?.[1];
	return year !== undefined && Number(year) >= 1895 && Number(year) <= thisYear ? year : "not stated";
}
