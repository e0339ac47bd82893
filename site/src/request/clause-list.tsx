import { valueAt } from "../../../scripts/schema/violation.ts";
import { Button } from "./button.tsx";
import { ConditionEditor } from "./condition-editor.tsx";
import type { ConditionTable } from "./conditions.ts";
import { describeDraftClause } from "./conditions.ts";
import type { DraftClause } from "./draft.ts";
import { type DraftPath, idOf } from "./draft-path.ts";
import { focusNext } from "./focus.ts";
import { useForm } from "./form.ts";
import { Fieldset, Problems } from "./group.tsx";

interface List {
	readonly path: DraftPath;
	readonly tables: readonly ConditionTable[];
}

const emptyCondition = { field: "" };

/** Clauses that must all hold: conditions and, where `groups` says so, groups of them. */
export function ClauseList({
	path,
	tables,
	groups = true,
	noun = "Condition",
}: List & { readonly groups?: boolean; readonly noun?: string }) {
	const { draft, context } = useForm();
	const clauses = (valueAt(draft.request, path) ?? []) as readonly DraftClause[];
	const add = useAdd(path, clauses.length);
	const remove = useRemove(path, clauses.length);
	return (
		<div class="hub-clauses">
			{clauses.map((clause, index) => {
				const at = [...path, index];
				const words = describeDraftClause(clause, draft.request.source, context);
				return (
					// A clause has no id, so that its position is its key: those behind a removed one move up.
					<fieldset class="nhsuk-fieldset hub-clause" key={index} id={`${idOf(at)}-clause`}>
						<legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">
							{index > 0 && <span class="hub-aside-text">and </span>}
							{noun} {index + 1}
						</legend>
						{words !== undefined && <p class="hub-in-words">{words}</p>}
						{"field" in clause ? (
							<ConditionEditor path={at} tables={tables} />
						) : (
							<GroupEditor path={[...at, "any" in clause ? "any" : "none"]} tables={tables} none={"none" in clause} />
						)}
						<Button onClick={() => remove(index)}>
							Remove {noun.toLowerCase()} {index + 1}
						</Button>
					</fieldset>
				);
			})}
			<div class="hub-buttons">
				<Button id={`${idOf(path)}-add`} onClick={() => add(emptyCondition)}>
					Add a condition
				</Button>
				{groups && (
					<>
						<Button onClick={() => add({ any: [emptyCondition, emptyCondition] })}>Add “at least one of”</Button>
						<Button onClick={() => add({ none: [emptyCondition] })}>Add “none of”</Button>
					</>
				)}
			</div>
		</div>
	);
}

/** Alternatives, of which one must hold, or none may. */
function GroupEditor({ path, tables, none }: List & { readonly none: boolean }) {
	const { draft } = useForm();
	const alternatives = (valueAt(draft.request, path) ?? []) as readonly Extract<
		DraftClause,
		{ any: unknown }
	>["any"][number][];
	const add = useAdd(path, alternatives.length);
	const remove = useRemove(path, alternatives.length);
	return (
		<Fieldset path={path} size="s" legend={none ? "None of these may hold" : "At least one of these must hold"}>
			{alternatives.map((alternative, index) => {
				const at = [...path, index];
				return (
					<div class="hub-alternative" key={index}>
						<p class="hub-aside-text">{index > 0 && (none ? "nor" : "or")}</p>
						{"field" in alternative ? (
							<ConditionEditor path={at} tables={tables} />
						) : (
							<TogetherEditor path={[...at, "all"]} tables={tables} />
						)}
						{alternatives.length > 1 && <Button onClick={() => remove(index)}>Remove alternative {index + 1}</Button>}
					</div>
				);
			})}
			<div class="hub-buttons">
				<Button id={`${idOf(path)}-add`} onClick={() => add(emptyCondition)}>
					Add an alternative
				</Button>
				<Button onClick={() => add({ all: [emptyCondition, emptyCondition] })}>
					Add several that one row must meet together
				</Button>
			</div>
		</Fieldset>
	);
}

/** Conditions on one table that the same row must meet. */
function TogetherEditor({ path, tables }: List) {
	const { draft } = useForm();
	const conditions = (valueAt(draft.request, path) ?? []) as readonly unknown[];
	const add = useAdd(path, conditions.length);
	const remove = useRemove(path, conditions.length);
	return (
		<Fieldset path={path} size="s" legend="The same row meets all of these">
			{conditions.map((_, index) => (
				<div class="hub-alternative" key={index}>
					<ConditionEditor path={[...path, index]} tables={tables} />
					{conditions.length > 1 && <Button onClick={() => remove(index)}>Remove part {index + 1}</Button>}
				</div>
			))}
			<Button id={`${idOf(path)}-add`} onClick={() => add(emptyCondition)}>
				Add a part
			</Button>
			<Problems path={path.slice(0, -1)} />
		</Fieldset>
	);
}

/** Adds to a list and moves the focus to what was added. */
function useAdd(path: DraftPath, count: number): (value: unknown) => void {
	const { dispatch } = useForm();
	return (value) => {
		const at = [...path, count];
		focusNext(
			idOf([...at, "field"]),
			idOf([...at, "any", 0, "field"]),
			idOf([...at, "none", 0, "field"]),
			idOf([...at, "all", 0, "field"]),
		);
		dispatch({ type: "add", path, value });
	};
}

/** Removes from a list and moves the focus to the one before it, or to what adds the first. */
function useRemove(path: DraftPath, count: number): (index: number) => void {
	const { dispatch, announce } = useForm();
	return (index) => {
		const next = Math.min(index, count - 2);
		focusNext(
			...(next < 0 ? [] : [idOf([...path, next, "field"]), `${idOf([...path, next])}-clause`]),
			`${idOf(path)}-add`,
		);
		dispatch({ type: "remove", path: [...path, index] });
		announce("Removed.");
	};
}
