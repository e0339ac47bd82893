/** What the path of a delivery's record tells of it. */
export interface DeliveryFile {
	readonly path: string;
	readonly project: string;
	/** Four digits. */
	readonly delivery: string;
	readonly kind: DeliveryKind;
	/** Its number among those of its kind; 0 for the manifest. */
	readonly number: number;
}

const names = {
	manifest: /^manifest\.json$/,
	event: /^events\/([1-9]\d{0,5})\.json$/,
	query: /^queries\/([1-9]\d{0,5})\.json$/,
	answer: /^queries\/([1-9]\d{0,5})\.answer\.json$/,
} as const;

/** The kinds of record in a delivery's folder. */
export type DeliveryKind = keyof typeof names;

const kinds = Object.keys(names) as readonly DeliveryKind[];

/** The records of deliveries among some paths, in the order of project, delivery, kind and number. Signatures are none. */
export function deliveryFiles(paths: Iterable<string>): readonly DeliveryFile[] {
	return [...paths].flatMap((path) => deliveryFile(path) ?? []).sort(inOrder);
}

/** What a path tells if it is that of a delivery's record. */
export function deliveryFile(path: string): DeliveryFile | undefined {
	const [, project, delivery, name] = /^requests\/([^/]+)\/deliveries\/(\d{4})\/(.+)$/.exec(path) ?? [];
	if (project === undefined || delivery === undefined || name === undefined) return undefined;
	for (const kind of kinds) {
		const match = names[kind].exec(name);
		if (match !== null) return { path, project, delivery, kind, number: Number(match[1] ?? 0) };
	}
	return undefined;
}

function inOrder(one: DeliveryFile, other: DeliveryFile): number {
	if (one.project !== other.project) return one.project < other.project ? -1 : 1;
	if (one.delivery !== other.delivery) return one.delivery < other.delivery ? -1 : 1;
	return kinds.indexOf(one.kind) - kinds.indexOf(other.kind) || one.number - other.number;
}
