import { useEffect, useMemo } from "preact/hooks";
import type { Issue } from "../../../scripts/issue/issue.ts";
import { requestPath } from "../../../scripts/records/paths.ts";
import { amendedYaml } from "../../../scripts/request/amended-yaml.ts";
import { diffRequests } from "../../../scripts/request/diff.ts";
import { requestYaml } from "../../../scripts/request/yaml.ts";
import type { Before } from "./amendment.ts";
import { finished } from "./draft.ts";
import { focusNext } from "./focus.ts";
import { editFilePage, newFilePage, type PullRequestPage } from "./forge.ts";
import { useForm } from "./form.ts";
import { CopyButton, DownloadButton } from "./hand-over.tsx";
import { looksLikePatient } from "./issues.ts";
import { Scrolling } from "./scrolling.tsx";
import { pathLabel, stepNumber } from "./steps.ts";

/**
 * The last part: what is still wrong, what an amendment means, and the file with the ways to hand it in. Shown once the
 * rules have been applied. It is fetched only when somebody comes to it, since it brings the code that writes the file.
 */
export function ReviewStep({
	before,
	go,
}: {
	readonly before?: Before | undefined;
	readonly go: (issue: Issue) => void;
}) {
	const { draft, context, issues, loading } = useForm();
	const errors = issues
		.filter(({ severity }) => severity === "error")
		.toSorted((one, other) => stepNumber(one.path) - stepNumber(other.path));
	const doubts = issues.filter(({ severity }) => severity === "warning");
	const changes = before === undefined ? [] : diffRequests(before.request, finished(draft), context);
	const yaml = useMemo(() => {
		const request = finished(draft);
		return before === undefined ? requestYaml(request) : amendedYaml(before.text, request);
	}, [draft, before]);
	useEffect(() => {
		// Who came here before this was fetched stands at the heading; what came of it is read out now.
		if (document.activeElement?.id === "request-step") focusNext("request-errors");
	}, []);
	return (
		<>
			{loading && <p role="status">Looking up the tables of your request. What is said below may change.</p>}
			{errors.length > 0 && (
				<div class="nhsuk-error-summary" id="request-errors" tabIndex={-1}>
					<h3 class="nhsuk-error-summary__heading">
						{errors.length === 1 ? "One thing has" : `${errors.length} things have`} to be put right
					</h3>
					<div class="nhsuk-error-summary__body">
						<ul class="nhsuk-list nhsuk-error-summary__list">
							{errors.map((issue) => (
								<IssueLink key={JSON.stringify(issue)} issue={issue} go={go} />
							))}
						</ul>
					</div>
				</div>
			)}
			{errors.length === 0 && (
				<p class="hub-request-good" id="request-errors" tabIndex={-1}>
					<strong>The request meets its rules.</strong> These are the rules that are applied again when you hand it in.
					Whether it is approved is for people to decide.
				</p>
			)}
			{doubts.length > 0 && (
				<section>
					<h3 class="nhsuk-heading-s">Please note</h3>
					<p>This does not stop the request, but those who judge it will see it too.</p>
					<ul class="nhsuk-list nhsuk-list--bullet">
						{doubts.map((issue) => (
							<IssueLink key={JSON.stringify(issue)} issue={issue} go={go} />
						))}
					</ul>
				</section>
			)}
			{before !== undefined && (
				<section>
					<h3 class="nhsuk-heading-s">What your amendment changes</h3>
					{changes.length === 0 ? (
						<p>Nothing yet: it asks for the same.</p>
					) : (
						<ul class="nhsuk-list nhsuk-list--bullet">
							{changes.map((change) => (
								<li key={change}>{change}</li>
							))}
						</ul>
					)}
					<p>Approvals of parts that do not change stay; those of changed parts are asked for again.</p>
				</section>
			)}
			{looksLikePatient(issues) ? (
				<p class="nhsuk-inset-text">
					Something in this request looks like a patient’s detail. Until it is removed, the page does not hand the file
					over: what is in a request is kept for ever.
				</p>
			) : (
				<HandIn yaml={yaml} ready={errors.length === 0 && !loading} />
			)}
		</>
	);
}

function IssueLink({ issue, go }: { readonly issue: Issue; readonly go: (issue: Issue) => void }) {
	const { draft } = useForm();
	const { path, message, fix } = issue;
	return (
		<li>
			<a
				href={`#${String(path[0] ?? "")}`}
				onClick={(event) => {
					event.preventDefault();
					go(issue);
				}}
			>
				{pathLabel(path, draft.request)}: {message}
			</a>
			{fix !== undefined && <div class="hub-aside-text">{fix}</div>}
		</li>
	);
}

const howTo = {
	"name and text":
		"The page that opens has your request in it. Confirm there that you propose the new file: that opens a pull request, in which others read, discuss and decide.",
	name: "The text is too long for the address of a page. Copy it first, paste it into the page that opens, and confirm there that you propose the new file.",
	nothing:
		"Copy the text first. Paste it into the page that opens, in place of all that stands there, and confirm there that you propose the change.",
} as const satisfies Record<PullRequestPage["filled"], string>;

function HandIn({ yaml, ready }: { readonly yaml: string; readonly ready: boolean }) {
	const { draft, file, amends } = useForm();
	const forge = file.policy.publication?.forge;
	const project = amends ?? draft.project;
	const page =
		forge === undefined || !ready
			? undefined
			: amends === undefined
				? newFilePage(forge, project, yaml)
				: editFilePage(forge, amends);
	return (
		<section>
			<h3 class="nhsuk-heading-s">Hand it in</h3>
			{!ready && <p>Put right what is listed above first. You can keep the unfinished file meanwhile.</p>}
			{ready && forge === undefined && (
				<p>
					Send the file to the data custodian, or add it to the records repository as{" "}
					<code>{requestPath(project)}</code>.
				</p>
			)}
			{page !== undefined && (
				<>
					<p>{howTo[page.filled]}</p>
					<p>
						<a class="nhsuk-button hub-button" href={page.address} target="_blank" rel="noopener noreferrer">
							Open pull request<span class="nhsuk-u-visually-hidden"> (opens a new tab)</span>
						</a>
					</p>
				</>
			)}
			<div class="hub-buttons">
				<CopyButton text={yaml}>Copy the text</CopyButton>
				<DownloadButton name="request.yml" text={yaml}>
					Download request.yml
				</DownloadButton>
			</div>
			<h4 class="nhsuk-heading-xs" id="request-yaml-title">
				The file <code>{requestPath(project === "" ? "…" : project)}</code>
			</h4>
			<Scrolling class="hub-yaml" titled="request-yaml-title">
				<pre>{yaml}</pre>
			</Scrolling>
		</section>
	);
}
