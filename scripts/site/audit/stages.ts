/** One stage of the way from the database to the recipient, for a reader who has never seen the hub. */
export interface Stage {
	readonly title: string;
	readonly happens: string;
	/** What is checked before it goes on. */
	readonly checked: string;
	/** Where it is recorded. */
	readonly recorded: string;
}

/** How a request becomes a delivery, and what is checked on the way. */
export const stages: readonly Stage[] = [
	{
		title: "Describe",
		happens:
			"A survey reads which tables and fields there are; departments write what they mean. No patient’s value is kept.",
		checked: "Each field that may be shared has a sensitivity that a person has confirmed.",
		recorded: "dictionary/, in git",
	},
	{
		title: "Request",
		happens: "Someone asks for fields, each with a reason, for a purpose, on a legal basis and under an agreement.",
		checked:
			"The agreement is in force and allows it, the terms are accepted, the treatments are allowed, nothing in the text identifies a patient.",
		recorded: "requests/<project>/request.yml, in git",
	},
	{
		title: "Approve",
		happens: "Each role that the policy names decides, and signs its decision with a key of its own.",
		checked:
			"Whose key it is, whether that person holds the role, and has no part in the request; each role by another person. A change to what was approved makes the approval void.",
		recorded: "requests/<project>/approvals/, each with a signature",
	},
	{
		title: "Copy",
		happens: "PostgreSQL copies the approved rows and fields, and treats them, from one snapshot of the source.",
		checked:
			"Approvals once more; patients’ consent and objections, by the rules that the source and the request’s basis name, as of that moment.",
		recorded: "The project’s share database, and the ledger of which patient was in which delivery",
	},
	{
		title: "Check the copy",
		happens:
			"The copy is held until it passes. A value out of range becomes a query to the department that recorded it.",
		checked: "Enough patients and rows, nobody who stands out, values within their ranges.",
		recorded: "The queries and the departments’ signed answers",
	},
	{
		title: "Sign, then publish",
		happens:
			"The package is encrypted and its password sealed to the recipients’ keys. The hub signs a manifest of it; only when that is recorded does the package go out.",
		checked: "Each recipient’s key was confirmed by the custodian by another way than the one it came by.",
		recorded: "requests/<project>/deliveries/<number>/, each record with a signature",
	},
	{
		title: "Keep and destroy",
		happens: "The recipient may keep the copy for the time agreed, and then destroys it.",
		checked: "The page of who has what until when shows what ends next.",
		recorded: "The request; events of the delivery",
	},
];
