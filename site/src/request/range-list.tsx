import { findField } from "../../../scripts/dictionary/catalogue.ts";
import { isNumeric, plainType } from "../../../scripts/dictionary/column-type.ts";
import { findTreatment } from "../../../scripts/treatment/treatments.ts";
import { tablePart } from "./actions.ts";
import { Button } from "./button.tsx";
import { ClauseList } from "./clause-list.tsx";
import { conditionTables } from "./conditions.ts";
import { numberOrText } from "./draft.ts";
import { idOf } from "./draft-path.ts";
import { focusNext } from "./focus.ts";
import { useForm } from "./form.ts";
import { Problems } from "./group.tsx";
import { TextInput } from "./inputs.tsx";
import { Select } from "./select.tsx";

/** Ranges that the contract gives for numbers that go out as they are. */
export function RangeList() {
	const { draft, dispatch, context } = useForm();
	const { source, fields, ranges = [] } = draft.request;
	const kept = fields.filter(({ treatment }) => findTreatment(treatment)?.unchanged).map(({ field }) => field);
	const numbers = kept.filter((id) => {
		const field = findField(context.catalogue, source, id);
		return field !== undefined && isNumeric(plainType(field.metadata));
	});
	return (
		<>
			{ranges.map(({ field }, index) => {
				const at = ["ranges", index];
				const tables = conditionTables(field === "" ? [] : [tablePart(field)], source, context).map((table) => ({
					...table,
					fields: table.fields.filter(({ id }) => kept.includes(id)),
				}));
				return (
					<fieldset class="nhsuk-fieldset hub-clause" key={index} id={idOf(at)}>
						<legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Range {index + 1}</legend>
						<Problems path={at} />
						<Select
							path={[...at, "field"]}
							label="Field"
							hint="A number that is asked for as it is."
							choices={numbers.map((id) => ({ value: id, text: id }))}
						/>
						<TextInput path={[...at, "at_least"]} label="At least" type="number" short read={numberOrText} />
						<TextInput path={[...at, "at_most"]} label="At most" type="number" short read={numberOrText} />
						<p class="hub-label">Only for rows that meet these:</p>
						<ClauseList path={[...at, "where"]} tables={tables} groups={false} />
						<Button
							onClick={() => {
								focusNext(...(index === 0 ? [] : [idOf(["ranges", index - 1, "field"])]), "request-add-range");
								dispatch({ type: "remove", path: at });
							}}
						>
							Remove range {index + 1}
						</Button>
					</fieldset>
				);
			})}
			<Button
				id="request-add-range"
				onClick={() => {
					focusNext(idOf(["ranges", ranges.length, "field"]));
					dispatch({ type: "add", path: ["ranges"], value: { field: "" } });
				}}
			>
				Add a range
			</Button>
		</>
	);
}
