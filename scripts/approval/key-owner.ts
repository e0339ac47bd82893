import { londonDay } from "../document/day.ts";
import { keyProblem, signerOf } from "../governance/signer.ts";
import { UserError } from "../issue/user-error.ts";
import { hasLeft } from "../records/person.ts";
import type { PeopleList, Person } from "../schema/types.ts";
import { checkSignature, fingerprintOf, type Namespace, publicKeyOf, sign } from "../signature/ssh.ts";

/** A private key, and whose it is. */
export interface OwnedKey {
	/** File of the private key. */
	readonly file: string;
	readonly fingerprint: string;
	readonly person: Person;
}

/**
 * The person who may decide with a key. Throws UserError `key` if the key is nobody's, the hub's or counts no more, or
 * the person has left or is barred.
 *
 * @param about what is decided on, as in `sepsis-outcomes` or `the data`
 * @param barred why a person cannot decide about it, or undefined if they can
 */
export async function keyOwner(
	file: string,
	people: PeopleList,
	about: string,
	now: Date,
	barred: (person: string) => string | undefined = () => undefined,
): Promise<OwnedKey> {
	const refuse = (why: string): never => {
		throw new UserError("key", `This key cannot decide about ${about}: ${why}.`);
	};
	const fingerprint = fingerprintOf(await publicKeyOf(file));
	const signer = signerOf(people, fingerprint);
	if (signer.kind === "nobody") {
		return refuse(`${signer.why} as it is in force. Have the key added by a change that the roles in force approve`);
	}
	if (signer.kind === "hub") return refuse("it is the hub's, which approves nothing");
	const { person, key } = signer;
	const today = londonDay(now);
	if (hasLeft(person, today)) return refuse(`${person.id} left on ${person.left}`);
	const why = keyProblem(key, today, today) ?? barred(person.id);
	return why === undefined ? { file, fingerprint, person } : refuse(why);
}

/** Signs with a person's key, and makes sure that it was the one whose owner is known. Throws UserError `key`. */
export async function signWith({ file, fingerprint }: OwnedKey, bytes: Buffer, namespace: Namespace): Promise<Buffer> {
	const signature = await sign(bytes, file, namespace);
	if ((await checkSignature(bytes, signature, namespace)) === fingerprint) return signature;
	throw new UserError(
		"key",
		`${file}: the public key beside it (.pub) belongs to another key. Remove it, or name the right key.`,
	);
}
