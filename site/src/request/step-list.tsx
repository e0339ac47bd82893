import { useForm } from "./form.ts";
import { type StepId, stepOf, steps } from "./steps.ts";

/** The parts of the page, which can be gone through in any order. */
export function StepList({ step }: { readonly step: StepId }) {
	const { issues, showIssues } = useForm();
	const errors = issues.filter(({ severity }) => severity === "error");
	return (
		<nav class="hub-request-steps" aria-label="Parts of the request">
			<ol>
				{steps.map(({ id, title }) => {
					const count = showIssues ? errors.filter(({ path }) => stepOf(path) === id).length : 0;
					return (
						<li key={id}>
							<a href={`#${id}`} aria-current={id === step ? "step" : undefined}>
								{title}
							</a>
							{count > 0 && <span class="hub-request-steps__count"> {count} to put right</span>}
						</li>
					);
				})}
			</ol>
		</nav>
	);
}
