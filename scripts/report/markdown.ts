import { posix } from "node:path";
import type { List, RootContent } from "mdast";
import { code, heading, linkTo, list, markdown, paragraph, table, text } from "../document/markdown.ts";
import { glossaryFolder } from "../records/paths.ts";
import { counted } from "../text/count.ts";
import type { DictionaryReport, ReportedSource, ReportedTable } from "./contents.ts";
import { type DocumentLinks, fieldSection } from "./markdown-field.ts";
import { describeImageFolder } from "./markdown-images.ts";
import { describeGlossary, describeProducts } from "./markdown-lists.ts";
import { tableSection } from "./markdown-table.ts";
import { type LinkTarget, proseBlocks } from "./prose.ts";

/** Nobody starts on more than this; the JSON report has them all. */
const maxQueue = 40;

/**
 * The dictionary as one Markdown document for colleagues: contents, how complete it is, what to write next, every
 * table and field, products and glossary. Nothing that people or a database wrote can look like a part of it.
 */
export function reportMarkdown(report: DictionaryReport): string {
	const links = reportLinks(report);
	const [only, ...others] = [...report.sources, ...report.images];
	const title = only === undefined || others.length > 0 ? "Data dictionary" : `Data dictionary: ${only.title}`;
	const parts: readonly (readonly RootContent[])[] = [
		[heading(1, [title]), ...introduction(report)],
		[heading(2, ["Contents"]), contents(report, links)],
		[heading(2, ["How complete it is"], "completeness"), ...completenessBlocks(report)],
		[heading(2, ["What to write next"], "queue"), ...queueBlocks(report)],
		...report.sources.flatMap((source) => [
			[heading(2, [source.title], links.source(source.id))],
			...source.tables.map((each) => [
				...tableSection(source, each, links),
				...each.fields.flatMap((field) => fieldSection(source, each, field, links)),
			]),
		]),
		...report.images.map((images) => describeImageFolder(images, links)),
		describeProducts(report, links),
		describeGlossary(report, links),
	];
	// Part by part: writing takes time that grows faster than the document.
	return parts
		.filter((blocks) => blocks.length > 0)
		.map(markdown)
		.join("\n");
}

/** The document's links, to numbered ids: names from a database may hold characters that an id cannot have. */
function reportLinks(report: DictionaryReport): DocumentLinks {
	const tables = new Map<string, string>();
	for (const [at, source] of report.sources.entries()) {
		for (const [index, { id }] of source.tables.entries())
			tables.set(key(source.id, id), `table-${at + 1}-${index + 1}`);
	}
	const sources = new Map(report.sources.map(({ id }, index) => [id, `source-${index + 1}`]));
	const images = new Map(report.images.map(({ id }, index) => [id, `images-${index + 1}`]));
	const terms = new Set(report.glossary.map(({ id }) => id));
	const term = (id: string) => (terms.has(id) ? `term-${id}` : undefined);
	const target: LinkTarget = (url) => {
		if (/^(?:https?:\/\/|mailto:)/i.test(url)) return url;
		const [path = ""] = url.split("#");
		const name = posix.basename(path, ".md");
		const inGlossary = path.endsWith(".md") && posix.basename(posix.dirname(path)) === posix.basename(glossaryFolder);
		const target = inGlossary || !path.includes("/") ? term(name) : undefined;
		return target === undefined ? undefined : `#${target}`;
	};
	return {
		source: (id) => sources.get(id) ?? "",
		images: (id) => images.get(id) ?? "",
		table: (source, id) => tables.get(key(source, id)),
		term,
		termTitle: (id) => report.glossary.find((each) => each.id === id)?.title ?? id,
		prose: (words) => proseBlocks(words, target),
	};
}

function key(source: string, table: string): string {
	return JSON.stringify([source, table]);
}

function introduction({ sources, images }: DictionaryReport): readonly RootContent[] {
	const tables = sources.flatMap((source) => source.tables);
	const fields = tables.reduce((sum, each) => sum + each.fields.length, 0);
	const folders = counted(images.length, "folder of images", "folders of images");
	const also = images.length === 0 ? "" : `, and ${folders}`;
	return [
		paragraph(
			`What data there are: ${tables.length.toLocaleString("en-GB")} tables with ${fields.toLocaleString("en-GB")} fields${also}. ` +
				`Facts come from a survey of the database's catalogue${images.length === 0 ? "" : " and of the headers of images"}, words from the departments that record the data. ` +
				"Numbers of rows and of different values are estimates, given as bands. No patient's data are in this document.",
		),
	];
}

function contents(report: DictionaryReport, links: DocumentLinks): List {
	const sources = report.sources.map((source) => ({
		line: [linkTo(links.source(source.id), source.title)],
		...(source.tables.length === 0
			? {}
			: { below: list(source.tables.map((each) => ({ line: tableLine(source, each, links) }))) }),
	}));
	return list([
		{ line: [linkTo("completeness", "How complete it is")] },
		{ line: [linkTo("queue", "What to write next")] },
		...sources,
		...report.images.map(({ id, title }) => ({ line: [linkTo(links.images(id), title)] })),
		...(report.products.length === 0 ? [] : [{ line: [linkTo("products", "Products")] }]),
		...(report.glossary.length === 0 ? [] : [{ line: [linkTo("glossary", "Glossary")] }]),
	]);
}

function tableLine(source: ReportedSource, { id, title }: ReportedTable, links: DocumentLinks) {
	const name = linkTo(links.table(source.id, id) ?? "", title);
	return title === id ? [name] : [name, text(" ("), code(id), text(")")];
}

function completenessBlocks({ completeness: { owners, all } }: DictionaryReport): readonly RootContent[] {
	const head = ["Department", "Tables", "Fields", "Described", "Inherited", "Blank", "Sensitivity not confirmed"];
	const rows = [...owners.map((each) => [each.owner ?? "Nobody yet", each] as const), ["All", all] as const];
	return [
		paragraph(
			"Inherited: the field has the description of a field it is linked to, or of one of the same name, which nobody has confirmed for it. " +
				"A field whose sensitivity no person has confirmed cannot be shared. What is gone from the database does not count here.",
		),
		table(
			head,
			rows.map(([name, { tables, fields, described, inherited, blank, unconfirmed }]) => [
				name,
				...[tables, fields, described, inherited, blank, unconfirmed],
			]),
		),
	];
}

function queueBlocks({ queue, sources }: DictionaryReport): readonly RootContent[] {
	if (queue.length === 0) return [paragraph("Nothing: every field is described and its sensitivity confirmed.")];
	const needs = {
		description: "a description",
		confirmation: "a description of its own",
		sensitivity: "a confirmed sensitivity",
	};
	const several = sources.length > 1;
	const rows = queue
		.slice(0, maxQueue)
		.map((item) => [
			code(several ? `${item.source}: ${item.field}` : item.field),
			item.owner ?? "Nobody yet",
			item.needs.map((need) => needs[need]).join(", "),
			item.requests,
		]);
	const rest = queue.length - rows.length;
	return [
		paragraph("What most requests ask for comes first."),
		table(["Field", "Department", "Needs", "Requests"], rows),
		...(rest > 0 ? [paragraph(`${rest.toLocaleString("en-GB")} more follow in the report as JSON.`)] : []),
	];
}
