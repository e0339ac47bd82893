import { useEffect, useMemo, useReducer, useState } from "preact/hooks";
import { amendedYaml } from "../../../scripts/request/amended-yaml.ts";
import { requestYaml } from "../../../scripts/request/yaml.ts";
import { emptyBasket, onBasketChange, readBasket } from "../basket/basket.ts";
import { reduce } from "./actions.ts";
import { BasketNotes } from "./basket-notes.tsx";
import { DiscardDraft } from "./discard-draft.tsx";
import { type Draft, draftOf, emptyDraft, finished } from "./draft.ts";
import { FieldsStep } from "./fields-step.tsx";
import { applyFocus, focusPlace } from "./focus.ts";
import { FormProvider } from "./form.ts";
import { warnOnLeaving } from "./leaving.ts";
import type { Library } from "./library.ts";
import { PatientsStep } from "./patients-step.tsx";
import { findProblems } from "./problems.ts";
import { PurposeStep } from "./purpose-step.tsx";
import { type Before, ReviewStep } from "./review-step.tsx";
import { StepList } from "./step-list.tsx";
import { stepOf, steps } from "./steps.ts";
import { discardDraft, keepDraft } from "./storage.ts";
import { TeamStep } from "./team-step.tsx";
import { TermsStep } from "./terms-step.tsx";
import { firstTreatment } from "./treatments.ts";
import { useStep } from "./use-step.ts";
import { useTables } from "./use-tables.ts";

/** The whole page of a request. */
export function App({
	library,
	initial,
	amends,
	before,
}: {
	readonly library: Library;
	/** The draft as it was kept, or a fresh one. */
	readonly initial: Draft;
	/** The project that is being amended. */
	readonly amends?: string;
	readonly before?: Before;
}) {
	const [draft, dispatch] = useReducer(reduce, initial);
	const [said, setSaid] = useState("");
	const [reviewed, setReviewed] = useState(false);
	const [kept, setKept] = useState(true);
	const step = useStep();
	const fresh = useMemo(
		() => (amends === undefined || before === undefined ? emptyDraft() : draftOf(amends, before.request)),
		[amends, before],
	);
	const { context, loading, failed } = useTables(draft, library);
	const { file } = library;
	const issues = useMemo(() => {
		const taken = file.requests.map(({ project }) => project).filter((project) => project !== amends);
		return findProblems(draft, context, taken);
	}, [draft, context, file, amends]);
	const yaml = useMemo(() => {
		const request = finished(draft);
		return before === undefined ? requestYaml(request) : amendedYaml(before.text, request);
	}, [draft, before]);

	useEffect(applyFocus);
	useEffect(() => {
		if (step === "review") setReviewed(true);
	}, [step]);
	useEffect(() => {
		if (draft !== initial && draft !== fresh) setKept(keepDraft(draft, amends));
	}, [draft, initial, fresh, amends]);
	useEffect(() => (kept ? undefined : warnOnLeaving()), [kept]);
	useEffect(() => {
		if (amends !== undefined) return;
		return onBasketChange(() => dispatch({ type: "basket", items: readBasket() }));
	}, [amends]);
	useEffect(() => {
		for (const [index, { field, treatment }] of draft.request.fields.entries()) {
			const first = treatment === "" ? firstTreatment(field, draft.request.source, context) : "";
			if (first !== "") dispatch({ type: "set", place: ["fields", index, "treatment"], value: first });
		}
	}, [draft.request.fields, draft.request.source, context]);

	const position = steps.findIndex(({ id }) => id === step);
	const next = steps[position + 1];
	const form = {
		draft,
		dispatch,
		file,
		context,
		loading,
		search: library.search,
		issues,
		showIssues: reviewed,
		...(amends === undefined ? {} : { amends }),
		announce: setSaid,
	};
	return (
		<FormProvider value={form}>
			<p class="nhsuk-u-visually-hidden" role="status">
				{said}
			</p>
			{amends !== undefined && (
				<p class="nhsuk-inset-text">
					You are amending <strong>{amends}</strong>. What stands in the records stays until the amendment is approved.
				</p>
			)}
			{!kept && (
				<p class="nhsuk-error-message">
					This browser does not keep your draft. Download the file under “Check and send” before you leave the page.
				</p>
			)}
			{failed.length > 0 && (
				<p class="nhsuk-error-message">
					These tables could not be looked up, so nothing is said about them: {failed.join(", ")}. Load the page again.
				</p>
			)}
			<StepList step={step} />
			<h2 class="nhsuk-heading-l" id="request-step" tabIndex={-1}>
				{position + 1}. {steps[position]?.title}
			</h2>
			{step === "fields" && <BasketNotes />}
			{step === "fields" && <FieldsStep />}
			{step === "purpose" && <PurposeStep />}
			{step === "patients" && <PatientsStep />}
			{step === "team" && <TeamStep />}
			{step === "terms" && <TermsStep />}
			{step === "review" && (
				<ReviewStep
					before={before}
					yaml={yaml}
					go={({ path }) => {
						location.hash = stepOf(path);
						// After the change of the address has asked for the heading.
						setTimeout(() => {
							focusPlace(path);
							applyFocus();
						}, 50);
					}}
				/>
			)}
			{next !== undefined && (
				<a class="nhsuk-button hub-button hub-continue" href={`#${next.id}`}>
					Continue to {next.title.toLowerCase()}
				</a>
			)}
			<DiscardDraft
				discard={() => {
					discardDraft(amends);
					if (amends === undefined) emptyBasket();
					setReviewed(false);
					dispatch({ type: "replace", draft: fresh });
				}}
			/>
		</FormProvider>
	);
}
