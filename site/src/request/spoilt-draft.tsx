import type { ComponentChildren } from "preact";
import { useErrorBoundary } from "preact/hooks";
import { discardDraft, readDraft } from "./storage.ts";

/**
 * What failed, and a way out for somebody whose draft the page cannot show or check: what this browser kept may be the
 * cause, since other pages of the same server can write there too.
 */
export function SpoiltDraft({
	failure,
	amends,
}: {
	readonly failure: unknown;
	/** The project that is being amended. */
	readonly amends: string | undefined;
}) {
	return (
		<>
			<p class="nhsuk-error-message">{failure instanceof Error ? failure.message : "The page cannot start."}</p>
			{readDraft(amends) !== undefined && (
				<button
					type="button"
					class="nhsuk-button nhsuk-button--secondary"
					onClick={() => {
						discardDraft(amends);
						location.reload();
					}}
				>
					Discard the draft in this browser and begin again
				</button>
			)}
		</>
	);
}

/** The page, or what failed in it: the rules, for example, meet a draft only after it is shown. */
export function UnlessSpoilt({
	amends,
	children,
}: {
	readonly amends: string | undefined;
	readonly children: ComponentChildren;
}) {
	const [failure] = useErrorBoundary();
	return failure === undefined ? children : <SpoiltDraft failure={failure} amends={amends} />;
}
