import type { Treatment } from "../../../scripts/schema/types.ts";
import { treatments } from "../../../scripts/treatment/treatments.ts";
import { Button } from "./button.tsx";
import type { DraftField } from "./draft.ts";
import { idOf } from "./draft-path.ts";
import { focusNext } from "./focus.ts";
import { useForm } from "./form.ts";
import { missingJoins } from "./joins.ts";

/** Keys that are missing to join the tables of the request, each with a button that adds it. */
export function JoinSuggestions({ add }: { readonly add: (fields: readonly DraftField[]) => void }) {
	const { draft, context, announce } = useForm();
	const missing = missingJoins(draft.request, context);
	if (missing.length === 0) return null;
	const take = (joins: typeof missing) => {
		focusNext(idOf(["fields"]));
		add(joins.map(({ field, treatment, reason }) => ({ field, treatment, reason })));
		announce(`${joins.length === 1 ? joins[0]?.field : `${joins.length} keys`} added to the request.`);
	};
	return (
		<section class="nhsuk-inset-text">
			<h3 class="nhsuk-heading-s">Keys you will need</h3>
			<p>Without these fields the tables cannot be joined once you have them.</p>
			<ul class="hub-hits">
				{missing.map((join) => (
					<li key={join.field}>
						<div>
							<code>{join.field}</code>
							<div class="hub-aside-text">
								{join.why}{" "}
								{join.treatment !== "" && `It would go out ${treatments[join.treatment as Treatment].label}.`}
							</div>
						</div>
						<Button onClick={() => take([join])} hidden={`: ${join.field}`}>
							Add
						</Button>
					</li>
				))}
			</ul>
			{missing.length > 1 && <Button onClick={() => take(missing)}>Add all {missing.length}</Button>}
		</section>
	);
}
