import { useState } from "preact/hooks";
import { href } from "../href.ts";
import type { Hit } from "../search/hit.ts";
import { sensitivityLabels } from "../sensitivity.ts";
import { Button } from "./button.tsx";
import { useForm } from "./form.ts";

const shown = 15;

/** Finds fields by name, as the site's search does, and puts them to use with a button each. */
export function FieldPicker({
	id,
	label,
	hint,
	isChosen,
	choose,
	words,
	why,
}: {
	readonly id: string;
	readonly label: string;
	readonly hint: string;
	readonly isChosen: (hit: Hit) => boolean;
	readonly choose: (hit: Hit) => void;
	/** What the button says before and after. */
	readonly words: readonly [choose: string, chosen: string];
	/** Why a field cannot be chosen, if it cannot. */
	readonly why: (hit: Hit) => string | undefined;
}) {
	const { search } = useForm();
	const [query, setQuery] = useState("");
	const hits = query.trim() === "" ? [] : search(query, 60).filter(({ kind, retired }) => kind === "field" && !retired);
	const found = `${hits.length === 0 ? "No" : hits.length > shown ? `The first ${shown}` : hits.length} ${hits.length === 1 ? "field" : "fields"}`;
	return (
		<div class="nhsuk-form-group">
			<label class="nhsuk-label hub-label" for={id}>
				{label}
			</label>
			<div class="nhsuk-hint" id={`${id}-hint`}>
				{hint}
			</div>
			<input
				class="nhsuk-input"
				id={id}
				type="search"
				autocomplete="off"
				aria-describedby={`${id}-hint`}
				value={query}
				onInput={({ currentTarget }) => setQuery(currentTarget.value)}
			/>
			<p class="hub-found" role="status">
				{query.trim() === "" ? "" : found}
				{query.trim() !== "" && hits.length === 0 && (
					<>
						{" "}
						by that name. Try another word, or look through <a href={href("dictionary/")}>the dictionary</a> or{" "}
						<a href={href("glossary/")}>the glossary</a>.
					</>
				)}
			</p>
			{hits.length > 0 && (
				<ul class="hub-hits">
					{hits.slice(0, shown).map((hit) => {
						const problem = why(hit);
						const chosen = isChosen(hit);
						return (
							<li key={`${hit.source} ${hit.field}`}>
								<div>
									<a href={href(hit.address)}>
										<code>{hit.field}</code>
									</a>
									<div class="hub-aside-text">
										{hit.tableTitle}
										{hit.type !== undefined && `, ${hit.type}`}
										{hit.sensitivity !== undefined && `, ${sensitivityLabels[hit.sensitivity].toLowerCase()}`}
										{problem !== undefined && `. ${problem}`}
									</div>
								</div>
								{problem === undefined && (
									<Button onClick={() => choose(hit)} hidden={`: ${hit.field}`}>
										{words[chosen ? 1 : 0]}
									</Button>
								)}
							</li>
						);
					})}
				</ul>
			)}
		</div>
	);
}

/** Why a field that was found cannot be asked for. */
export function whyNotAsked({ tableClass, sensitivity }: Hit): string | undefined {
	if (tableClass === "excluded") return "This table is not shared";
	if (tableClass === undefined) return "Nobody has decided yet whether this table is shared";
	if (sensitivity === undefined) return "Nobody has confirmed yet how sensitive it is";
	return sensitivity === "free-text" ? "Free text is not shared" : undefined;
}
