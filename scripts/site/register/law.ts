import type { Fact } from "../../audit/case-facts.ts";
import { dayWords } from "../../document/day.ts";
import { termsOf } from "../../records/lookup.ts";
import type { Records } from "../../records/records.ts";
import type { LegalBasis } from "../../schema/types.ts";

/** A labelled fact, with what it means for a reader who does not know the law by heart. */
export interface ExplainedFact extends Fact {
	readonly meaning?: string;
}

/** The legal ground in the words of the records' vocabulary of lawful bases. */
export function lawFacts(law: LegalBasis, { vocabularies }: Pick<Records, "vocabularies">): readonly ExplainedFact[] {
	const terms = termsOf({ vocabularies }, "lawful-bases");
	const term = (value: string) => terms.find(({ values }) => values?.includes(value));
	const explained = (label: string, value: string, words: string): ExplainedFact => {
		const meaning = term(value)?.meaning;
		return { label, text: words, ...(meaning === undefined ? {} : { meaning }) };
	};
	const { article6, article9, confidentiality, ethics, dpia, transfer } = law;
	const { basis, consentPurpose, reference, expires } = confidentiality;
	const until = (day: string | undefined) => (day === undefined ? [] : [`until ${dayWords(day)}`]);
	return [
		explained("Lawful basis", article6, `UK GDPR Article ${term(article6)?.label ?? article6}`),
		explained("Condition for data about health", article9, `UK GDPR Article ${term(article9)?.label ?? article9}`),
		explained(
			"Duty of confidentiality",
			basis,
			[
				term(basis)?.label ?? basis,
				...(consentPurpose === undefined ? [] : [`for the purpose ${consentPurpose}`]),
				...(reference === undefined ? [] : [reference]),
				...until(expires),
			].join(", "),
		),
		...(ethics === undefined
			? []
			: [{ label: "Research ethics approval", text: [ethics.reference, ...until(ethics.expires)].join(", ") }]),
		{ label: "Data protection impact assessment", text: dpia },
		...(transfer === undefined ? [] : [{ label: "Transfer out of the United Kingdom", text: transfer }]),
	];
}
