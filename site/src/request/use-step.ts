import { useEffect, useState } from "preact/hooks";
import { focusNext } from "./focus.ts";
import { type StepId, steps } from "./steps.ts";

/** The part of the page that the address names, so that the browser's way back works. Its heading gets the focus. */
export function useStep(): StepId {
	const [step, setStep] = useState(stepInAddress);
	useEffect(() => {
		const change = () => {
			const next = stepInAddress();
			// On the last part, the list of problems is what the reader came for, where there is one.
			focusNext(...(next === "review" ? ["request-errors"] : []), "request-step");
			setStep(next);
		};
		addEventListener("hashchange", change);
		return () => removeEventListener("hashchange", change);
	}, []);
	return step;
}

function stepInAddress(): StepId {
	const named = location.hash.slice(1);
	return steps.find(({ id }) => id === named)?.id ?? "fields";
}
