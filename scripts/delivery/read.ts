import { signerOf } from "../approval/signer.ts";
import { UserError } from "../issue/user-error.ts";
import { type DeliveryFile, deliveryFiles } from "../records/delivery-file.ts";
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
	const files = await tree.readAll(deliveriesFolder(project));
	const deliveries: RecordedDelivery[] = [];
	for (const [delivery, named] of Map.groupBy(deliveryFiles(files.keys()), (file) => file.delivery)) {
		deliveries.push(await readDelivery(delivery, named, files, people, check));
	}
	return deliveries;
}

async function readDelivery(
	delivery: string,
	named: readonly DeliveryFile[],
	files: ReadonlyMap<string, Buffer>,
	people: PeopleList,
	check: typeof checkSignature,
): Promise<RecordedDelivery> {
	const byHub = async <K extends SignedKind>(kind: K): Promise<readonly SignedRecord<K>[]> => {
		const read: SignedRecord<K>[] = [];
		for (const file of named.filter((each) => each.kind === kind)) {
			const { path } = file;
			const signed = await readSigned(kind, path, files, check);
			refuseElsewhere(file, signed.record);
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
	const [manifest] = await byHub("manifest");
	const queries: RecordedQuery[] = [];
	for (const query of await byHub("query")) {
		const path = query.path.replace(/\.json$/, ".answer.json");
		const file = named.find((each) => each.path === path);
		const answer = file && (await readSigned("answer", path, files, check));
		if (file !== undefined && answer !== undefined) refuseElsewhere(file, answer.record);
		queries.push({ query, ...(answer === undefined ? {} : { answer }) });
	}
	return { delivery, ...(manifest === undefined ? {} : { manifest }), events: await byHub("event"), queries };
}

/** A record with a good signature, copied from another delivery, is none of this one. */
function refuseElsewhere(
	{ path, project, delivery }: DeliveryFile,
	record: { readonly project: string; readonly delivery: string },
): void {
	if (record.project === project && record.delivery === delivery) return;
	throw new UserError(
		"unverified",
		`${path} is about delivery ${record.delivery} of ${record.project}. Nothing goes on before that is cleared up: run hub audit verify.`,
	);
}
