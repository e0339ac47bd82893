import { findSource, findTable } from "../../../scripts/dictionary/catalogue.ts";
import { limitedTables } from "../../../scripts/request/filtered-step.ts";
import { tablePart } from "./actions.ts";
import { ClauseList } from "./clause-list.tsx";
import { conditionTables } from "./conditions.ts";
import { finished } from "./draft.ts";
import { FieldPicker, whyNotAsked } from "./field-picker.tsx";
import { useForm } from "./form.ts";
import { Fieldset, Problems } from "./group.tsx";
import { namedTables } from "./needed-tables.ts";
import { RangeList } from "./range-list.tsx";
import { describePath } from "./schema-choices.ts";
import { Checkboxes } from "./ticks.tsx";

/** The third part: which patients, which of their rows, and what values the contract expects. */
export function PatientsStep() {
	const { draft, dispatch, context, announce } = useForm();
	const { source, fields, rows = {} } = draft.request;
	const isPatients = (id: string) => findTable(context.catalogue, source, id)?.class === "patient";
	const named = namedTables(finished(draft), draft.tables).filter(isPatients);
	const described = findSource(context.catalogue, source);
	const { unfilteredTables = [], ...limiting } = finished(draft);
	const limited = described === undefined ? [] : limitedTables(described, limiting).map(({ table }) => table.id);
	const beyond = [...new Set([...limited, ...unfilteredTables])];
	const asked = [...new Set(fields.map(({ field }) => tablePart(field)))];
	return (
		<>
			<Fieldset
				path={["cohort"]}
				legend="Which patients"
				hint="Conditions that must all hold. A patient is in if some row of the table meets them; conditions on the same table are about the same row. Fields that name patients cannot be used."
			>
				<ClauseList path={["cohort"]} tables={conditionTables(named, source, context)} />
				<FieldPicker
					id="request-find-table"
					label="Use another table"
					hint="Fields of the tables that you ask for can be chosen above. Find a field of another table to choose from that table too."
					isChosen={({ table }) => named.includes(table)}
					choose={({ table, tableTitle }) => {
						dispatch({ type: "table", table });
						announce(`The fields of ${tableTitle} can be chosen in conditions.`);
					}}
					words={["Use its table", "Its table is in use"]}
					why={(hit) =>
						hit.source !== source
							? "It is of another source"
							: hit.tableClass === "reference"
								? "This table is not about patients"
								: whyNotAsked(hit)
					}
				/>
			</Fieldset>
			<Fieldset
				path={["rows"]}
				legend="Which of their rows"
				hint="Without conditions, all rows of these patients are shared: a whole life’s visits, for example. Ask for the rows that you need."
			>
				{asked.length === 0 && <p>Choose fields first.</p>}
				{[...new Set([...asked, ...Object.keys(rows)])].map((table) => (
					<section class="hub-request-asked-table" key={table}>
						<h3 class="nhsuk-heading-s">
							{findTable(context.catalogue, source, table)?.title ?? table} <span class="hub-aside-text">{table}</span>
						</h3>
						<Problems path={["rows", table]} />
						<ClauseList
							path={["rows", table]}
							tables={conditionTables([table], source, context)}
							noun="Row condition"
						/>
					</section>
				))}
			</Fieldset>
			{beyond.length > 0 && (
				<Checkboxes
					path={["unfilteredTables"]}
					label="Tables of which you need also other rows"
					hint="The conditions on other tables’ rows limit these too: of the results, say, you receive those of the visits you ask for. Tick a table to receive its rows whatever they belong to."
					choices={beyond.map((id) => ({ value: id, text: id }))}
				/>
			)}
			<Fieldset
				path={["ranges"]}
				legend="Ranges in the contract"
				hint={`${describePath(["ranges"])} Leave this empty if there is no such contract.`}
			>
				<RangeList />
			</Fieldset>
		</>
	);
}
