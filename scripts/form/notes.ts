import { type Issue, warning } from "../issue/issue.ts";
import { quoted } from "../text/quote.ts";
import { formatConflictsHead } from "./conflicts.ts";
import { fieldContext, tableContext } from "./context.ts";
import { formatHead, formLayout } from "./document.ts";
import { findElsewhere } from "./elsewhere.ts";
import type { KnownPart } from "./known-parts.ts";
import type { LoadInput } from "./load-input.ts";
import type { Passage } from "./parse.ts";
import { flatForm } from "./typography.ts";

/**
 * A warning at everything that somebody wrote outside the places to fill in: it is not loaded, so that a person must
 * read it. The form's own words, made again from its commit, are passed over.
 */
export function findNotes({ base, form, file }: LoadInput, known: readonly KnownPart[]): Issue[] {
	const at = (line: number, message: string, fix: string): Issue => ({
		...warning("form-note", [], message, fix),
		file,
		line,
	});
	if (form.layout !== formLayout) {
		return [
			at(
				1,
				"the form has another layout than this hub's, so notes outside the places to fill in are not found",
				"Look for them.",
			),
		];
	}
	const elsewhere = findElsewhere(base);
	const note = (passage: Passage, own: string): Issue[] => {
		// A heading, a paragraph and a list may have lost the blank line between them.
		const strange = passage.text.split("\n").findIndex((line) => line.trim() !== "" && !own.includes(flatForm(line)));
		if (strange < 0 || own.includes(flatForm(passage.text))) return [];
		const text = passage.text.split("\n").slice(strange).join(" ");
		const what = `this stands outside the places to fill in and is not loaded: ${quoted(text)}`;
		return [at(passage.line + strange, what, "Read it, and write where it belongs what the dictionary should say.")];
	};
	const { name = "", commit = "" } = form;
	const heads = [...formatHead({ name, commit, tables: 0, fields: 0 }), ...formatConflictsHead(name, commit)];
	const ownHead = flatForm(heads.join("\n"));
	const head = form.head.map(({ line, text }) => ({
		line,
		text: text.replace(/^.*\basks about\b.*\bfields?\W*$/gim, "").replace(/^ *[-*+•] */gm, "- "),
	}));
	return [
		...head.flatMap((passage) => note(passage, ownHead)),
		...known.flatMap(({ part, table, field }) => {
			const before = field === undefined ? undefined : base.findField(field.name);
			const then = base.findTable(table.name) ?? table;
			const context =
				field === undefined
					? tableContext(then)
					: before === undefined
						? []
						: fieldContext(before.table, before.field, elsewhere(before.table, before.field));
			const added = part.around.filter(({ text }) => !context.includes(text));
			return added.flatMap((passage) => note(passage, flatForm(context.join("\n"))));
		}),
	];
}
