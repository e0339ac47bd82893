import { useState } from "preact/hooks";
import { Button } from "./button.tsx";
import { focusNext } from "./focus.ts";
import { useForm } from "./form.ts";

/** Says where the draft is kept, and removes it after asking once. */
export function DiscardDraft({ discard }: { readonly discard: () => void }) {
	const { announce, amends } = useForm();
	const [asking, setAsking] = useState(false);
	return (
		<section class="hub-draft">
			<p>
				Your draft is kept in this browser only, and goes nowhere until you hand it in. On a shared computer, discard it
				when you are done.
			</p>
			{asking ? (
				<div class="hub-buttons" id="request-discard-really" tabIndex={-1}>
					<p>
						{amends === undefined
							? "All that you have written here is removed, and the fields that you chose."
							: "Your changes are removed; the request in the records stays."}
					</p>
					<Button
						kind="warning"
						onClick={() => {
							focusNext("request-step");
							setAsking(false);
							discard();
							announce("The draft is discarded.");
						}}
					>
						Discard it
					</Button>
					<Button
						onClick={() => {
							focusNext("request-discard");
							setAsking(false);
						}}
					>
						Keep it
					</Button>
				</div>
			) : (
				<Button
					id="request-discard"
					onClick={() => {
						focusNext("request-discard-really");
						setAsking(true);
					}}
				>
					Discard draft
				</Button>
			)}
		</section>
	);
}
