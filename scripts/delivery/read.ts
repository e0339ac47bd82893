import { signerOf } from "../approval/signer.ts";
import { UserError } from "../issue/user-error.ts";
import type { RecordsTree } from "../records/tree.ts";
import type { PeopleList } from "../schema/types.ts";
import { checkSignature } from "../signature/ssh.ts";
import { readSigned, type SignedKind, type SignedRecord } from "./signed.ts";

/** All that is recorded of one delivery. */
export interface RecordedDelivery {
	/** Four digits. */
	readonly delivery: string;
	/** Absent while the delivery is held. */
	readonly manifest?: SignedRecord<"manifest">;
	/** In the order of their numbers. */
	readonly events: readonly SignedRecord<"event">[];
	/** In the order of their numbers. */
	readonly queries: readonly RecordedQuery[];
}

/** A question to a department, and its answer once there is one. */
export interface RecordedQuery {
	readonly query: SignedRecord<"query">;
	/** Its signature fits; whether its signer may answer is for `answer.ts` to judge. */
	readonly answer?: SignedRecord<"answer">;
}

/** The folder of a project's deliveries. */
export function deliveriesFolder(project: string): string {
	return `requests/${project}/deliveries/`;
}

/** The folder of one delivery, with a slash at its end. */
export function deliveryFolder(project: string, delivery: string): string {
	return `${deliveriesFolder(project)}${delivery}/`;
}

const file = {
	manifest: /^manifest\.json$/,
	event: /^events\/([1-9]\d{0,5})\.json$/,
	query: /^queries\/([1-9]\d{0,5})\.json$/,
	answer: /^queries\/([1-9]\d{0,5})\.answer\.json$/,
} as const satisfies Record<SignedKind, RegExp>;

/**
 * Reads a project's deliveries in the order of their numbers. Manifests, events and questions must be
 * signed by a key of the hub, past ones included.
 *
 * @param people the people in force
 * @throws UserError `unverified` or `invalid` at the first record that is not what it should be
 */
export async function readDeliveries(
	tree: RecordsTree,
	project: string,
	people: PeopleList,
	check = checkSignature,
): Promise<readonly RecordedDelivery[]> {
	const folder = deliveriesFolder(project);
	const files = await tree.readAll(folder);
	const numbers = new Set([...files.keys()].map((path) => path.slice(folder.length).split("/")[0] ?? ""));
	const deliveries: RecordedDelivery[] = [];
	for (const delivery of [...numbers].filter((name) => /^\d{4}$/.test(name)).sort()) {
		deliveries.push(await readDelivery(deliveryFolder(project, delivery), delivery, files, people, check));
	}
	return deliveries;
}

async function readDelivery(
	folder: string,
	delivery: string,
	files: ReadonlyMap<string, Buffer>,
	people: PeopleList,
	check: typeof checkSignature,
): Promise<RecordedDelivery> {
	const byHub = async <K extends SignedKind>(kind: K): Promise<readonly SignedRecord<K>[]> => {
		const read: SignedRecord<K>[] = [];
		for (const path of numbered(kind)) {
			const signed = await readSigned(kind, path, files, check);
			if (signerOf(people, signed.fingerprint).kind !== "hub") {
				throw new UserError(
					"unverified",
					`${path} is not signed by the hub. Nothing goes on before that is cleared up: run hub audit verify.`,
				);
			}
			read.push(signed);
		}
		return read;
	};
	const numbered = (kind: keyof typeof file): readonly string[] =>
		[...files.keys()]
			.flatMap((path) => {
				const match = path.startsWith(folder) ? file[kind].exec(path.slice(folder.length)) : null;
				return match === null ? [] : [{ path, number: Number(match[1] ?? 0) }];
			})
			.sort((one, other) => one.number - other.number)
			.map(({ path }) => path);
	const [manifest] = await byHub("manifest");
	const queries: RecordedQuery[] = [];
	for (const query of await byHub("query")) {
		const path = query.path.replace(/\.json$/, ".answer.json");
		const answer = files.has(path) ? await readSigned("answer", path, files, check) : undefined;
		queries.push({ query, ...(answer === undefined ? {} : { answer }) });
	}
	return { delivery, ...(manifest === undefined ? {} : { manifest }), events: await byHub("event"), queries };
}
