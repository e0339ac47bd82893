import type { ComponentChildren } from "preact";

/** A button of the form; never one that sends a form. */
export function Button({
	kind = "secondary",
	small = true,
	hidden,
	children,
	...rest
}: {
	readonly kind?: "primary" | "secondary" | "warning";
	readonly small?: boolean;
	readonly id?: string;
	readonly onClick: () => void;
	/** More words for those who hear the button without seeing where it stands. */
	readonly hidden?: string | undefined;
	readonly children: ComponentChildren;
}) {
	const style = `${kind === "primary" ? "" : ` nhsuk-button--${kind}`}${small ? " nhsuk-button--small" : ""}`;
	return (
		<button type="button" class={`nhsuk-button hub-button${style}`} {...rest}>
			{children}
			{hidden !== undefined && <span class="nhsuk-u-visually-hidden">{hidden}</span>}
		</button>
	);
}
