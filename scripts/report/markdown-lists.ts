import type { RootContent } from "mdast";
import { code, heading, type Inline, linkTo, list, paragraph, table, text } from "../document/markdown.ts";
import type { Term } from "../glossary/glossary.ts";
import type { DictionaryReport, ReportedProduct } from "./contents.ts";
import type { DocumentLinks } from "./markdown-field.ts";
import { fieldsByTerm, type LocatedField } from "./term-fields.ts";

/** The products: what each is for, and the files that a delivery of it would have. */
export function describeProducts({ products }: DictionaryReport, links: DocumentLinks): readonly RootContent[] {
	if (products.length === 0) return [];
	return [
		heading(2, ["Products"], "products"),
		paragraph("Ready-made selections that a request can start from. They give no right to anything."),
		...products.flatMap((product) => describeProduct(product, links)),
	];
}

function describeProduct(product: ReportedProduct, links: DocumentLinks): readonly RootContent[] {
	const facts: readonly (readonly [string, string])[] = [
		["For", product.audience],
		["Refresh", product.refresh],
		...(product.owner === undefined ? [] : [["Department", product.owner] as const]),
	];
	return [
		heading(3, [product.title]),
		...links.prose(product.description),
		list(facts.map(([label, words]) => ({ line: [text(`${label}: ${words}`)] }))),
		table(
			["File", "Column", "Type", "Treatment", "Field"],
			product.structure.flatMap(({ file, columns }) =>
				columns.map(({ name, type, treatment, field }) => [code(file), code(name), type, treatment, code(field)]),
			),
		),
	];
}

/** The glossary: each term with its other names, examples, and the fields that hold it. */
export function describeGlossary(report: DictionaryReport, links: DocumentLinks): readonly RootContent[] {
	if (report.glossary.length === 0) return [];
	const fields = fieldsByTerm(report);
	return [
		heading(2, ["Glossary"], "glossary"),
		...report.glossary.flatMap((term) => describeTerm(term, fields.get(term.id) ?? [], links)),
	];
}

function describeTerm(term: Term, fields: readonly LocatedField[], document: DocumentLinks): readonly RootContent[] {
	const links = fields.flatMap(({ source, table, field }, index): Inline[] => {
		const target = document.table(source.id, table.id);
		return [...(index === 0 ? [] : [", "]), target === undefined ? code(field.id) : linkTo(target, code(field.id))];
	});
	const facts: readonly (readonly Inline[])[] = [
		...(term.synonyms.length === 0 ? [] : [[`Also called: ${term.synonyms.join(", ")}`]]),
		...term.examples.map((example) => [`Example: ${example}`]),
		...(links.length === 0 ? [] : [["Fields: ", ...links]]),
	];
	return [
		heading(3, [term.title], document.term(term.id)),
		...document.prose(term.definition),
		...(facts.length === 0 ? [] : [list(facts.map((line) => ({ line })))]),
	];
}
