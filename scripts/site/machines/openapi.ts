import type { DictionaryReport } from "../../report/contents.ts";
import { commonContents } from "../home/common-contents.ts";
import type { SiteReading } from "../reading/reading.ts";
import { agreementsShape, registerShape } from "../register/shapes.ts";
import { type FileParameter, type MachineFile, machineFileList } from "./file-list.ts";
import shapes from "./shapes.json" with { type: "json" };

/** Any part of the document. */
type Part = Readonly<Record<string, unknown>>;

/**
 * The OpenAPI 3.1 document that describes the site's files for programs, and nothing else. The site knows no address of
 * its own: the server's is given from where the document stands, as the standard allows.
 */
export function openApi(reading: SiteReading, report: DictionaryReport): Part {
	const { hospital, contact, commit, day } = commonContents(reading);
	const files = machineFileList(report);
	return {
		openapi: "3.1.1",
		jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
		info: {
			title: `Data sharing of ${hospital}: files for programs`,
			summary: "What data there are, and who was given what. No patient's data.",
			description: [
				"Files of a static site: they are read with GET and change only when the site is made anew.",
				`All of them were made on ${day} from commit ${commit} of the records.`,
				...(contact === undefined ? [] : [`Questions: ${contact}.`]),
			].join(" "),
			version: `${day}+${commit.slice(0, 12)}`,
		},
		servers: [{ url: "../", description: "Where the site begins." }],
		paths: Object.fromEntries(files.map((file) => [`/${file.path}`, pathItem(file)])),
		components: { schemas: { ...shapes, Register: registerShape, Agreements: agreementsShape } },
	};
}

function pathItem({ path, title, says, mediaType, shape, parameters }: MachineFile): Part {
	return {
		get: {
			operationId: operationId(path),
			summary: title,
			description: says,
			...(parameters.length === 0 ? {} : { parameters: parameters.map(parameter) }),
			responses: {
				200: {
					description: title,
					content: { [mediaType]: { schema: { $ref: `#/components/schemas/${shape}` } } },
				},
				...(parameters.length === 0 ? {} : { 404: { description: "There is no such file." } }),
			},
			security: [],
		},
	};
}

function parameter({ name, says, values, example }: FileParameter): Part {
	return {
		name,
		in: "path",
		required: true,
		description: says,
		schema: { type: "string", ...(values === undefined ? {} : { enum: values }) },
		example,
	};
}

/** The path's words run together, as names in programs are: `machinesCatalogueJson`. */
function operationId(path: string): string {
	const [first = "", ...rest] = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
	return [first, ...rest.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)].join("");
}
