import { useEffect, useState } from "preact/hooks";
import { Button } from "./button.tsx";
import { focusNext } from "./focus.ts";
import { useForm } from "./form.ts";
import { CopyButton, DownloadButton } from "./hand-over.tsx";
import { keyFile } from "./keys.ts";
import { warnOnLeaving } from "./leaving.ts";

interface Pair {
	readonly identity: string;
	readonly recipient: string;
	readonly saved: boolean;
}

/**
 * Makes a pair of keys in this browser. The private half is held here and nowhere else until it is downloaded: not in
 * the draft, not in storage, and it is never sent.
 */
export function KeyMaker() {
	const { announce } = useForm();
	const [pair, setPair] = useState<Pair | undefined>();
	useEffect(() => (pair === undefined || pair.saved ? undefined : warnOnLeaving()), [pair]);
	const make = async () => {
		// Fetched from this site only by those who make a key.
		const { generateX25519Identity, identityToRecipient } = await import("age-encryption");
		const identity = await generateX25519Identity();
		const recipient = await identityToRecipient(identity);
		focusNext("request-key");
		setPair({ identity, recipient, saved: false });
		announce("The pair of keys is made. Download the private key now.");
	};
	const forget = () => {
		focusNext("request-make-key");
		setPair(undefined);
	};
	return (
		<section class="nhsuk-inset-text">
			<h3 class="nhsuk-heading-s">Make your own key</h3>
			<p>
				The data come as an encrypted package. Its password is sealed so that only your private key opens it. Each
				member of the team makes a key on their own computer, once; it serves for all projects.
			</p>
			{pair === undefined ? (
				<Button id="request-make-key" onClick={() => void make()}>
					Make a pair of keys
				</Button>
			) : (
				<>
					<h4 class="nhsuk-heading-xs" id="request-key">
						1. Keep the private key
					</h4>
					<p>
						Download it and put it where only you can read it, such as your password manager or your own encrypted
						drive. Send it to nobody, not to us either. Without it you cannot open what is delivered to you; if it is
						lost, make a new one. This page does not keep it: once you leave, it is gone.
					</p>
					<DownloadButton
						name="hub-private-key.txt"
						text={keyFile(pair.identity, pair.recipient, "a member of the team")}
						onDone={() => setPair({ ...pair, saved: true })}
					>
						Download the private key
					</DownloadButton>
					<h4 class="nhsuk-heading-xs">2. Send the public key</h4>
					<p>
						Send this line to the data custodian, who adds it to the list of people. Then they call you, or meet you,
						and compare it with you sign by sign: nothing is sealed to a key before a custodian has confirmed it so.
					</p>
					<p>
						<code class="hub-key">{pair.recipient}</code>
					</p>
					<div class="hub-buttons">
						<CopyButton text={pair.recipient}>Copy the public key</CopyButton>
						<Button onClick={forget}>{pair.saved ? "Done: forget the private key" : "Forget this pair"}</Button>
					</div>
				</>
			)}
		</section>
	);
}
