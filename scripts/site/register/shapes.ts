import { sensitivities } from "../../schema/sensitivities.ts";

/** A part of a JSON Schema. */
export type Shape = { readonly [key: string]: unknown };

const text = (description: string): Shape => ({ type: "string", description });
const day = (description: string): Shape => ({ type: "string", format: "date", description });
const list = (description: string, items: Shape): Shape => ({ type: "array", description, items });

/** An object with exactly these properties; those whose names end with a question mark may be missing. */
function record(description: string, properties: { readonly [name: string]: Shape }): Shape {
	const names = Object.keys(properties);
	return {
		type: "object",
		description,
		additionalProperties: false,
		required: names.filter((name) => !name.endsWith("?")),
		properties: Object.fromEntries(names.map((name) => [name.replace(/\?$/, ""), properties[name]])),
	};
}

const labelled = (description: string): Shape =>
	list(description, record("One of them.", { label: text("What is told."), text: text("What it is.") }));

const sensitivity: Shape = {
	enum: sensitivities,
	description: "How revealing the field is, as the dictionary says today.",
};

const helpsToIdentify: Shape = {
	const: true,
	description: "That the field helps to identify a person, by its sensitivity or by a mark of its own.",
};

const termsShape = (more: { readonly [name: string]: Shape }): Shape =>
	record("One text of terms.", { name: text("Its name, such as data-protection-v1."), ...more });

const sha256: Shape = { type: "string", pattern: "^[0-9a-f]{64}$", description: "SHA-256 of the exact text." };

const purposes = list(
	"What the data are for.",
	record("One purpose.", { code: text("Code of the Data Use Ontology."), label: text("The purpose in words.") }),
);

const made = {
	commit: text("The commit of the hospital's records that this was made from."),
	day: day("The day on which it was made, in Europe/London."),
};

const tableRows = record("One table, or one kind of row.", {
	table: text("The table's id, or that it is not described in public."),
	conditions: list("Conditions that must all hold, in words.", text("One condition.")),
});

const project = record("One project. No person is named.", {
	project: text("Its id, which never changes."),
	title: text("Its title."),
	page: text("Address of its page, from where the site begins."),
	state: text("How far it has come, in words."),
	organisation: record("The organisation that holds the data.", {
		name: text("Its name."),
		kind: text("What sort of organisation it is."),
		country: text("The country where it keeps data."),
	}),
	summary: text("What the project does, for readers with no medical training."),
	benefit: text("What patients and the public gain."),
	purposes,
	"requested?": day("The day on which it was first asked for."),
	law: labelled("The legal basis in words."),
	agreement: text("Id of the agreement it is made under: see agreements.json."),
	terms: list("The terms accepted.", termsShape({ sha256, accepted: day("The day on which they were accepted.") })),
	data: record("What is asked for.", {
		tables: list(
			"The tables that are described in public.",
			record("One table.", {
				table: text("Its id."),
				title: text("What it is called."),
				fields: list(
					"The fields asked for.",
					record("One field.", {
						field: text("Its id."),
						"sensitivity?": sensitivity,
						"helpsToIdentify?": helpsToIdentify,
						treatment: text("What is done to its values before they are shared."),
						reason: text("Why the project needs it."),
					}),
				),
			}),
		),
		"undescribed?": text("What is asked for beyond these, as a count."),
		patients: list("Which patients: conditions that must all hold, in words.", text("One condition.")),
		rows: list("Which rows of a table, where not all of these patients' rows are shared.", tableRows),
	}),
	approvals: list(
		"The roles that must approve.",
		record("One role.", {
			role: text("The role."),
			state: text("How things stand with it, in words."),
			"day?": day("When it was decided."),
		}),
	),
	retention: record("How long a copy is kept.", {
		months: { type: "integer", description: "Months from a delivery until its copy must be destroyed." },
		destruction: text("How it is destroyed and what proves it."),
	}),
	"keptUntil?": day("The last day on which any copy may still be kept."),
	deliveries: list(
		"The deliveries.",
		record("One delivery.", {
			delivery: text("Its number within the project, four digits."),
			state: text("How far it has come, in words."),
			"made?": day("When the package was made."),
			"published?": day("When it was published."),
			"keptUntil?": day("Until when its copy may be kept."),
			tables: list(
				"The tables in it that are described in public.",
				record("One table.", {
					table: text("Its id."),
					title: text("What it is called."),
					rows: text("How many rows, as a band such as 100 to 999."),
				}),
			),
			"undescribed?": text("What it holds beyond these, as a count."),
			"objections?": text("What was done about patients' objections to sharing, in words."),
			"queries?": text("What departments were asked about its values, in words."),
		}),
	),
	timeline: list(
		"What happened, the oldest first, and what is to come.",
		record("One thing.", {
			day: day("When."),
			says: text("What, in words."),
			details: list("More about it.", text("A sentence.")),
			ahead: { type: "boolean", description: "Whether it has yet to come." },
		}),
	),
});

/** The shape of `register/register.json`, as JSON Schema 2020-12. */
export const registerShape: Shape = record("The register of requests: who uses which patient data for what.", {
	...made,
	projects: list("All projects, in the order of their ids.", project),
});

/** The shape of `agreements/agreements.json`, as JSON Schema 2020-12. */
export const agreementsShape: Shape = record("The data sharing agreements under which requests are made.", {
	...made,
	agreements: list(
		"All agreements, in the order of their ids.",
		record("One agreement.", {
			agreement: text("Its id."),
			title: text("Its title."),
			page: text("Address of its page, from where the site begins."),
			state: text("Whether it is in force, in words."),
			provider: text("Who gives the data."),
			recipient: text("Who may receive them."),
			reference: text("Reference of the signed contract."),
			from: day("Its first day."),
			until: day("Its last day."),
			purposes,
			sensitivities: list("The kinds of field it allows.", { enum: sensitivities }),
			terms: list("The terms that every requester accepts.", termsShape({ "sha256?": sha256 })),
			maxRetentionMonths: { type: "integer", description: "The longest time in months that a copy may be kept." },
			projects: list("Ids of the projects under it.", text("A project's id: see register.json.")),
		}),
	),
});
