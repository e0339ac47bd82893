import type { DictionaryReport, ReportedProduct, ReportedSource } from "../../report/contents.ts";
import { counted } from "../../text/count.ts";
import { commonContents } from "../home/common-contents.ts";
import { productAddress, sourceAddress } from "../page/address.ts";
import type { SiteReading } from "../reading/reading.ts";
import { type MachineFile, machineFileList } from "./file-list.ts";

type Part = Readonly<Record<string, unknown>>;

/** Terms of the vocabularies in use, written out so that nobody has to fetch a context from anywhere. */
const context = {
	dcat: "http://www.w3.org/ns/dcat#",
	dct: "http://purl.org/dc/terms/",
	foaf: "http://xmlns.com/foaf/0.1/",
	prov: "http://www.w3.org/ns/prov#",
	vcard: "http://www.w3.org/2006/vcard/ns#",
	xsd: "http://www.w3.org/2001/XMLSchema#",
	accessRights: { "@id": "dct:accessRights", "@type": "@id" },
	accessURL: { "@id": "dcat:accessURL", "@type": "@id" },
	conformsTo: { "@id": "dct:conformsTo", "@type": "@id" },
	contactPoint: "dcat:contactPoint",
	dataset: { "@id": "dcat:dataset", "@container": "@set" },
	description: { "@id": "dct:description", "@language": "en-GB" },
	distribution: { "@id": "dcat:distribution", "@container": "@set" },
	downloadURL: { "@id": "dcat:downloadURL", "@type": "@id" },
	endpointDescription: { "@id": "dcat:endpointDescription", "@type": "@id" },
	endpointURL: { "@id": "dcat:endpointURL", "@type": "@id" },
	fn: "vcard:fn",
	identifier: "dct:identifier",
	keyword: { "@id": "dcat:keyword", "@language": "en-GB", "@container": "@set" },
	landingPage: { "@id": "dcat:landingPage", "@type": "@id" },
	language: { "@id": "dct:language", "@type": "@id" },
	mediaType: { "@id": "dcat:mediaType", "@type": "@id" },
	modified: { "@id": "dct:modified", "@type": "xsd:date" },
	name: "foaf:name",
	publisher: { "@id": "dct:publisher", "@type": "@id" },
	service: { "@id": "dcat:service", "@container": "@set" },
	servesDataset: { "@id": "dcat:servesDataset", "@type": "@id" },
	theme: { "@id": "dcat:theme", "@type": "@id" },
	title: { "@id": "dct:title", "@language": "en-GB" },
	wasDerivedFrom: { "@id": "prov:wasDerivedFrom", "@type": "@id" },
} as const;

const authority = "http://publications.europa.eu/resource/authority";
const contract =
	"https://github.com/bitol-io/open-data-contract-standard/blob/v3.1.0/schema/odcs-json-schema-v3.1.0.json";

/** What can be fetched from the site. */
const describedDatasets = [
	{
		id: "dictionary",
		title: "Data dictionary",
		description: "What data there are: sources, tables and fields, described. No patient's data.",
		landingPage: "../dictionary/",
	},
	{
		id: "register",
		title: "Register of requests",
		description: "Who asked for which data and why, what was decided, what was given out and how long it is kept.",
		landingPage: "../register/",
	},
	{
		id: "agreements",
		title: "Data sharing agreements",
		description: "Under which terms data may be shared, and with whom.",
		landingPage: "../agreements/",
	},
] as const satisfies readonly { readonly id: MachineFile["about"]; readonly [property: string]: string }[];

/**
 * The site as a catalogue of data sets in the Data Catalog Vocabulary, version 3 (https://www.w3.org/TR/vocab-dcat-3/).
 * Sources and products are given out on an approved request only, so their entries lead to how to ask; what can be
 * fetched are the dictionary and the register. All addresses are given from where the file stands: the site does not
 * know its own.
 */
export function catalogueOfData(reading: SiteReading, report: DictionaryReport): Part {
	const { hospital, contact, day } = commonContents(reading);
	const files = machineFileList(report);
	const described = describedDatasets.map((dataset) => ({
		...dataset,
		files: files.filter(({ about }) => about === dataset.id),
	}));
	const shared = {
		publisher: "#publisher",
		...(contact === undefined ? {} : { contactPoint: { "@type": "vcard:Organization", fn: contact } }),
		language: `${authority}/language/ENG`,
		theme: `${authority}/data-theme/HEAL`,
	};
	return {
		"@context": context,
		"@id": "#catalogue",
		"@type": "dcat:Catalog",
		title: `Patient data at ${hospital}`,
		description: "What data the hospital has, ready-made selections of them, and who was given what.",
		modified: day,
		...shared,
		publisher: { "@id": "#publisher", "@type": "foaf:Organization", name: hospital },
		dataset: [
			...report.sources.map((source) => ({
				...requestable(`#source-${source.id}`, sourceAddress(source.id)),
				identifier: source.id,
				title: source.title,
				description: tablesAndFields(source),
				...shared,
			})),
			...report.images.map(({ id, title }) => ({
				...requestable(`#source-${id}`, sourceAddress(id)),
				identifier: id,
				title,
				description: "A folder of images. They are described and cannot be requested yet.",
				distribution: [],
				...shared,
			})),
			...report.products.map((product) => ({ ...productDataset(product), ...shared })),
			...described.map(({ id, title, description, landingPage, files }) => ({
				"@id": `#${id}`,
				"@type": "dcat:Dataset",
				identifier: id,
				title,
				description,
				modified: day,
				landingPage,
				accessRights: `${authority}/access-right/${reading.shows.accessRight}`,
				...shared,
				distribution: files.flatMap(distributions),
			})),
		],
		service: [
			{
				"@id": "#service",
				"@type": "dcat:DataService",
				title: "Files for programs",
				description: "Files of this site, read with GET.",
				endpointURL: "../",
				endpointDescription: "openapi.json",
				servesDataset: described.map(({ id }) => `#${id}`),
				publisher: "#publisher",
			},
		],
	};
}

/** What every entry has whose data are given out on request only. */
function requestable(id: string, page: string): Part {
	return {
		"@id": id,
		"@type": "dcat:Dataset",
		landingPage: `../${page}`,
		accessRights: `${authority}/access-right/RESTRICTED`,
		distribution: [
			{
				"@type": "dcat:Distribution",
				title: "By an approved request",
				description: "Only the fields that a request names, for a stated purpose, after its approval.",
				accessURL: "../guide/requesters/",
				accessRights: `${authority}/access-right/RESTRICTED`,
			},
		],
	};
}

function productDataset({ id, title, source, audience, refresh }: ReportedProduct): Part {
	return {
		...requestable(`#product-${id}`, productAddress(id)),
		identifier: id,
		title,
		description: `For: ${audience}. How fresh: ${refresh}.`,
		wasDerivedFrom: `#source-${source}`,
	};
}

/** The files of a kind that a catalogue lists: not the thousands of one table each, which the whole dictionary holds. */
function distributions({ path, title, says, mediaType, shape, parameters }: MachineFile): readonly Part[] {
	const [parameter, ...more] = parameters;
	if (more.length > 0) return [];
	const names = parameter === undefined ? [""] : (parameter.values ?? []);
	return names.map((name) => ({
		"@type": "dcat:Distribution",
		title: name === "" ? title : `${title}: ${name}`,
		description: says,
		accessURL: `../${path.replace(/\{\w+\}/, name)}`,
		downloadURL: `../${path.replace(/\{\w+\}/, name)}`,
		mediaType: `https://www.iana.org/assignments/media-types/${mediaType}`,
		...(shape === "DataContract" ? { conformsTo: contract } : {}),
	}));
}

function tablesAndFields({ tables }: ReportedSource): string {
	const fields = tables.reduce((sum, table) => sum + table.fields.length, 0);
	return `${counted(tables.length, "table")}, ${counted(fields, "field")}.`;
}
