import { useEffect, useMemo, useReducer, useState } from "preact/hooks";
import { emptyBasket, onBasketChange, readBasket } from "../basket/basket.ts";
import { reduce } from "./actions.ts";
import type { Before } from "./amendment.ts";
import { BasketNotes } from "./basket-notes.tsx";
import { DiscardDraft } from "./discard-draft.tsx";
import { type Draft, draftOf, emptyDraft } from "./draft.ts";
import { FieldsStep } from "./fields-step.tsx";
import { applyFocus, focusPath } from "./focus.ts";
import { FormProvider } from "./form.ts";
import { warnOnLeaving } from "./leaving.ts";
import type { Library } from "./library.ts";
import { FoldedMeaning } from "./meaning-panel.tsx";
import { PatientsStep } from "./patients-step.tsx";
import { PurposeStep } from "./purpose-step.tsx";
import { StepList } from "./step-list.tsx";
import { stepOf, steps } from "./steps.ts";
import { discardDraft, keepDraft } from "./storage.ts";
import { TeamStep } from "./team-step.tsx";
import { TermsStep } from "./terms-step.tsx";
import { firstTreatment } from "./treatments.ts";
import { useFetched } from "./use-fetched.ts";
import { useStep } from "./use-step.ts";
import { useTables } from "./use-tables.ts";

// Neither is needed to begin to write: the rules come once the form is shown, what writes the file at the last part.
const fetchRules = () => import("./problems.ts");
const fetchReview = () => import("./review-step.tsx");

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
	const rules = useFetched(fetchRules, true);
	const review = useFetched(fetchReview, step === "review");
	const issues = useMemo(() => {
		const taken = file.requests.map(({ project }) => project).filter((project) => project !== amends);
		return rules.module?.findProblems(draft, context, taken);
	}, [rules.module, draft, context, file, amends]);

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
			if (first !== "") dispatch({ type: "set", path: ["fields", index, "treatment"], value: first });
		}
	}, [draft.request.fields, draft.request.source, context]);

	const position = steps.findIndex(({ id }) => id === step);
	const next = steps[position + 1];
	const isMissing = rules.missing || review.missing;
	const Review = issues === undefined ? undefined : review.module?.ReviewStep;
	const form = {
		draft,
		dispatch,
		file,
		context,
		loading,
		search: library.search,
		issues: issues ?? [],
		judged: issues !== undefined,
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
			{isMissing && (
				<p class="nhsuk-error-message">
					The rules of requests could not be had, so the page cannot check what you write or hand the file over. Your
					draft stays in this browser: load the page again.
				</p>
			)}
			<StepList step={step} />
			<h2 class="nhsuk-heading-l" id="request-step" tabIndex={-1}>
				{position + 1}. {steps[position]?.title}
			</h2>
			{step !== "fields" && <FoldedMeaning />}
			{step === "fields" && <BasketNotes />}
			{step === "fields" && <FieldsStep />}
			{step === "purpose" && <PurposeStep />}
			{step === "patients" && <PatientsStep />}
			{step === "team" && <TeamStep />}
			{step === "terms" && <TermsStep />}
			{step === "review" && !isMissing && Review === undefined && (
				<p class="hub-request-coming" role="status">
					Checking your request.
				</p>
			)}
			{step === "review" && Review !== undefined && (
				<Review
					before={before}
					go={({ path }) => {
						location.hash = stepOf(path);
						// Once the change of the address has moved the focus to the part's heading.
						setTimeout(() => {
							focusPath(path);
							applyFocus();
						}, 50);
					}}
				/>
			)}
			{next !== undefined && (
				<a class="nhsuk-button hub-button" href={`#${next.id}`}>
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
