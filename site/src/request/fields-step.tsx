import { findTable } from "../../../scripts/dictionary/catalogue.ts";
import { addToBasket, removeFromBasket } from "../basket/basket.ts";
import { href } from "../href.ts";
import type { Hit } from "../search/hit.ts";
import { tablePart } from "./actions.ts";
import { AskedField } from "./asked-field.tsx";
import type { DraftField } from "./draft.ts";
import { idOf } from "./draft-path.ts";
import { FieldPicker, whyNotAsked } from "./field-picker.tsx";
import { focusNext } from "./focus.ts";
import { useForm } from "./form.ts";
import { Fieldset } from "./group.tsx";
import { JoinSuggestions } from "./join-suggestions.tsx";
import { MeaningPanel } from "./meaning-panel.tsx";
import { Select } from "./select.tsx";
import { firstTreatment } from "./treatments.ts";

/** The first part: which fields, each with a reason and a treatment. */
export function FieldsStep() {
	const { draft, dispatch, file, context, amends, announce } = useForm();
	const { source, fields } = draft.request;
	const isChosen = (hit: Hit) => hit.source === source && fields.some(({ field }) => field === hit.field);
	const add = (list: readonly DraftField[], from: string) => {
		dispatch({ type: "fields", source: from, fields: list });
		if (amends === undefined) for (const { field } of list) addToBasket(from, field);
	};
	const remove = (index: number, field: string) => {
		dispatch({ type: "remove", path: ["fields", index] });
		if (amends === undefined) removeFromBasket(source, field);
		announce(`${field} is no longer in the request.`);
	};
	const toggle = (hit: Hit) => {
		if (hit.field === undefined) return;
		const index = fields.findIndex(({ field }) => field === hit.field);
		if (isChosen(hit)) return remove(index, hit.field);
		add([{ field: hit.field, treatment: firstTreatment(hit.field, hit.source, context), reason: "" }], hit.source);
		announce(`${hit.field} is in the request.`);
	};
	const whyNot = (hit: Hit) =>
		source !== "" && hit.source !== source
			? `A request is about one source, and this one about ${source}`
			: whyNotAsked(hit);
	return (
		<div class="hub-beside">
			<div>
				<p>
					A request asks for single fields, each with the reason why the project cannot do without it. Fewer fields are
					approved sooner. Choose for each what is done to it before it is shared:{" "}
					<a href={href("guide/requesters/#what-is-done-to-a-field")} target="_blank" rel="noopener">
						what each treatment does<span class="nhsuk-u-visually-hidden"> (opens a new tab)</span>
					</a>
					.
				</p>
				{file.sources.length > 1 && (
					<Select
						path={["source"]}
						label="Source"
						hint="The database that the data come from."
						choices={file.sources.map(({ id, title }) => ({ value: id, text: title }))}
						onChoose={(value) => dispatch({ type: "set", path: ["source"], value })}
					/>
				)}
				<FieldPicker
					id="request-find"
					label="Find a field"
					hint="By its name or by what it is called, such as date of birth."
					isChosen={isChosen}
					choose={toggle}
					words={["Add", "Remove"]}
					why={whyNot}
				/>
				<Fieldset
					path={["fields"]}
					legend={`Fields asked for (${fields.length})`}
					hint={
						fields.length === 0 ? "None yet. Find one above, or choose some on the pages of the dictionary." : undefined
					}
				>
					{[...Map.groupBy(fields.entries(), ([, { field }]) => tablePart(field))].map(([table, group]) => (
						<section key={table} class="hub-request-asked-table">
							<h3 class="nhsuk-heading-s">
								{findTable(context.catalogue, source, table)?.title ?? table}
								{findTable(context.catalogue, source, table) !== undefined && (
									<span class="hub-aside-text"> {table}</span>
								)}
							</h3>
							{group.map(([index, { field }]) => (
								<AskedField
									key={field}
									index={index}
									remove={() => {
										focusNext(idOf(["fields", Math.min(index, fields.length - 2), "reason"]), idOf(["fields"]));
										remove(index, field);
									}}
								/>
							))}
						</section>
					))}
				</Fieldset>
				<JoinSuggestions add={(list) => add(list, source)} />
			</div>
			<MeaningPanel />
		</div>
	);
}
