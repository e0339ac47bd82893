import { useState } from "preact/hooks";
import type { CheckedPerson } from "../../../scripts/check/context.ts";
import { findPerson } from "../../../scripts/records/lookup.ts";
import { hasLeft } from "../../../scripts/records/person.ts";
import { isThirdParty } from "../../../scripts/records/third-party.ts";
import { Button } from "./button.tsx";
import { idOf } from "./draft-path.ts";
import { focusNext } from "./focus.ts";
import { useForm } from "./form.ts";
import { Fieldset, Problems } from "./group.tsx";
import { KeyMaker } from "./key-maker.tsx";
import { keyLabels, keyState } from "./keys.ts";
import { nothingToChoose } from "./nothing-to-choose.ts";
import { describePath } from "./schema-choices.ts";
import { Select } from "./select.tsx";

/** The fourth part: for whom, by whom, and who will be able to open the data. */
export function TeamStep() {
	const { draft, file, context } = useForm();
	const { organisation, writtenBy } = draft.request;
	const { home, organisations } = file.organisations;
	const here = file.people.filter((person) => !hasLeft(person, context.today)).toSorted(byName);
	const isForThirdParty = organisation !== "" && isThirdParty(organisation, file.organisations);
	const theirs = here.filter((person) => organisation === "" || person.organisation === organisation);
	const whoIsMissing =
		theirs.length === 0
			? nothingToChoose("person", organisation, file)
			: "Whoever is missing here is added to the list of people by the data custodian.";
	const choice = ({ id, name, organisation: at }: CheckedPerson) => ({
		value: id,
		text: `${name} (${organisations.find((each) => each.id === at)?.name ?? at})`,
	});
	return (
		<>
			<Select
				path={["organisation"]}
				label="Organisation"
				hint={describePath(["organisation"])}
				choices={organisations.map(({ id, name }) => ({ value: id, text: name }))}
			/>
			<Select
				path={["requester"]}
				label="Requester"
				hint={`${describePath(["requester"])} ${whoIsMissing}`}
				choices={theirs.map(choice)}
			/>
			{(isForThirdParty || (writtenBy ?? "") !== "") && (
				<Select
					path={["writtenBy"]}
					label="Written by"
					hint={describePath(["writtenBy"])}
					choices={here.filter(({ roles }) => roles.includes("data-custodian")).map(choice)}
				/>
			)}
			<Team people={here.filter((person) => [organisation, home].includes(person.organisation)).map(choice)} />
			<KeyMaker />
		</>
	);
}

function Team({ people }: { readonly people: readonly { readonly value: string; readonly text: string }[] }) {
	const { draft, dispatch, context, announce } = useForm();
	const { team } = draft.request;
	const left = people.filter(({ value }) => !team.includes(value));
	const nameOf = (id: string) => findPerson(context.people, id)?.name ?? id;
	const [chosen, setChosen] = useState("");
	const adderId = `${idOf(["team"])}-add`;
	return (
		<Fieldset path={["team"]} legend="Team" hint={describePath(["team"])}>
			{team.length > 0 && (
				<ul class="hub-hits">
					{team.map((id, index) => {
						const person = findPerson(context.people, id);
						return (
							<li key={id}>
								<div>
									{nameOf(id)}{" "}
									<span class="hub-aside-text">{person === undefined ? "" : keyLabels[keyState(person, context)]}</span>
									<Problems path={["team", index]} />
								</div>
								<Button
									id={idOf(["team", index])}
									hidden={`: ${nameOf(id)}`}
									onClick={() => {
										focusNext(idOf(["team", Math.min(index, team.length - 2)]), adderId);
										dispatch({ type: "remove", path: ["team", index] });
										announce(`${nameOf(id)} is no longer in the team.`);
									}}
								>
									Remove
								</Button>
							</li>
						);
					})}
				</ul>
			)}
			<div class="nhsuk-form-group">
				<label class="nhsuk-label hub-label" for={adderId}>
					Add to the team
				</label>
				<div class="hub-buttons">
					<select
						class="nhsuk-select"
						id={adderId}
						value={chosen}
						onChange={({ currentTarget }) => setChosen(currentTarget.value)}
					>
						<option value="">Choose</option>
						{left.map(({ value, text }) => (
							<option key={value} value={value}>
								{text}
							</option>
						))}
					</select>
					<Button
						onClick={() => {
							focusNext(adderId);
							if (chosen === "") return announce("Choose somebody first.");
							dispatch({ type: "add", path: ["team"], value: chosen });
							announce(`${nameOf(chosen)} is in the team.`);
							setChosen("");
						}}
					>
						Add
					</Button>
				</div>
			</div>
		</Fieldset>
	);
}

function byName(one: CheckedPerson, other: CheckedPerson): number {
	return one.name.localeCompare(other.name, "en-GB");
}
