/**
 * Every kind of record the hub reads or writes, with the schema file that defines it and the
 * TypeScript type generated from it. The one list that the generator, the validators and the
 * exhaustiveness tests work from.
 */
export const recordFormats = {
	sources: { schema: "sources.schema.json", type: "SourceList" },
	dictionaryEntry: { schema: "dictionary-entry.schema.json", type: "DictionaryEntry" },
	imageCollection: { schema: "image-collection.schema.json", type: "ImageCollection" },
	vocabulary: { schema: "vocabulary.schema.json", type: "Vocabulary" },
	glossaryTerm: { schema: "glossary-term.schema.json", type: "GlossaryTerm" },
	product: { schema: "product.schema.json", type: "Product" },
	policy: { schema: "policy.schema.json", type: "Policy" },
	organisations: { schema: "organisations.schema.json", type: "OrganisationList" },
	people: { schema: "people.schema.json", type: "PeopleList" },
	agreement: { schema: "agreement.schema.json", type: "Agreement" },
	request: { schema: "request.schema.json", type: "SharingRequest" },
	approval: { schema: "approval.schema.json", type: "Approval" },
	manifest: { schema: "manifest.schema.json", type: "Manifest" },
	event: { schema: "event.schema.json", type: "DeliveryEvent" },
	query: { schema: "query.schema.json", type: "ReleaseQuery" },
	answer: { schema: "answer.schema.json", type: "QueryAnswer" },
	dataDecision: { schema: "data-decision.schema.json", type: "DataDecision" },
} as const satisfies Record<string, { schema: string; type: string }>;

/** The name of one kind of record. */
export type FormatName = keyof typeof recordFormats;
