import type { BasketItem } from "../basket/items.ts";
import type { Draft, DraftField } from "./draft.ts";
import { type DraftPath, withAdded, withoutValue, withValue } from "./draft-path.ts";

/** Everything that can happen to a draft. Paths are those of the request. */
export type Action =
	| { readonly type: "set"; readonly path: DraftPath; readonly value: unknown }
	| { readonly type: "add"; readonly path: DraftPath; readonly value: unknown }
	| { readonly type: "remove"; readonly path: DraftPath }
	/** Fields to ask for; those asked for already stay as they are. */
	| { readonly type: "fields"; readonly source: string; readonly fields: readonly DraftField[] }
	/** The fields chosen on all pages: those of the draft's source are what it asks for. */
	| { readonly type: "basket"; readonly items: readonly BasketItem[] }
	/** A table that conditions may be about. */
	| { readonly type: "table"; readonly table: string }
	| { readonly type: "project"; readonly project: string }
	| { readonly type: "replace"; readonly draft: Draft };

/** A draft after something happened to it. */
export function reduce(draft: Draft, action: Action): Draft {
	const { request } = draft;
	switch (action.type) {
		case "set":
			return { ...draft, request: withValue(request, action.path, action.value) };
		case "add":
			return { ...draft, request: withAdded(request, action.path, action.value) };
		case "remove":
			return { ...draft, request: withoutValue(request, action.path) };
		case "fields": {
			if (request.source !== "" && request.source !== action.source) return draft;
			const asked = new Set(request.fields.map(({ field }) => field));
			const added = action.fields.filter(({ field }) => !asked.has(field));
			const fields = inTables([...request.fields, ...added]);
			return { ...draft, request: { ...request, source: action.source, fields } };
		}
		case "basket":
			return withBasket(draft, action.items);
		case "table":
			return draft.tables.includes(action.table) ? draft : { ...draft, tables: [...draft.tables, action.table] };
		case "project":
			return { ...draft, project: action.project };
		case "replace":
			return action.draft;
	}
}

/** The draft of a new request made to agree with the basket, of which only fields of one source can be asked for. */
function withBasket(draft: Draft, basket: readonly BasketItem[]): Draft {
	const source = draft.request.source === "" ? (basket[0]?.source ?? "") : draft.request.source;
	const own = basket.filter((item) => item.source === source).map(({ field }) => field);
	const kept = draft.request.fields.filter(({ field }) => own.includes(field));
	const known = new Set(kept.map(({ field }) => field));
	const added = own.filter((field) => !known.has(field)).map((field) => ({ field, treatment: "", reason: "" }));
	if (added.length === 0 && kept.length === draft.request.fields.length) return draft;
	return { ...draft, request: { ...draft.request, source, fields: inTables([...kept, ...added]) } };
}

/** Fields of a table stand together, where its first one stands. */
function inTables(fields: readonly DraftField[]): readonly DraftField[] {
	return [...Map.groupBy(fields, ({ field }) => tablePart(field)).values()].flat();
}

/** A field's id without its last part, which may be quoted and hold dots. */
export function tablePart(field: string): string {
	return field.replace(/\.(?:"(?:[^"]|"")*"|[^".]*)$/, "");
}
