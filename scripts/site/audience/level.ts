/**
 * Who a site is built for. `internal`: people of the hospital. `public`: anybody. Levels between them, such as an
 * organisation or a patient, are rows of the table below once there are such sites.
 */
export const audiences = ["internal", "public"] as const;

/** One of {@link audiences}. */
export type Audience = (typeof audiences)[number];

/** What an audience is shown. It is decided here, once for each part of the site, and in no page. */
export interface AudienceLevel {
	/** Tables marked internal, sources that policy does not name, and the names of people. */
	readonly hidden: boolean;
	/** The request page, and the links that lead to it. */
	readonly requestPage: boolean;
	/** The pages for auditors. */
	readonly auditPages: boolean;
	/** How complete the dictionary is, what the survey suggests, and departments' forms. */
	readonly unfinished: boolean;
	/** Who decided and wrote what, in which commit. */
	readonly insight: boolean;
	/** Agreements' notes, and terms word for word. */
	readonly contractTexts: boolean;
	/** What looks like a patient's detail in a page of the dictionary, where it may be an example. */
	readonly identifyingExamples: boolean;
	/** The right of access as the European Union's vocabulary of access rights names it. */
	readonly accessRight: "PUBLIC" | "NON_PUBLIC";
}

/** What each audience is shown. */
export const audienceLevels = {
	internal: {
		hidden: true,
		requestPage: true,
		auditPages: true,
		unfinished: true,
		insight: true,
		contractTexts: true,
		identifyingExamples: true,
		accessRight: "NON_PUBLIC",
	},
	public: {
		hidden: false,
		requestPage: false,
		auditPages: false,
		unfinished: false,
		insight: false,
		contractTexts: false,
		identifyingExamples: false,
		accessRight: "PUBLIC",
	},
} as const satisfies Record<Audience, AudienceLevel>;
