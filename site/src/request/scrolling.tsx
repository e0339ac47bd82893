import type { ComponentChildren } from "preact";

/** A part of the page that scrolls by itself when it is long, with the keyboard too, named by a heading. */
export function Scrolling(props: {
	readonly class: string;
	/** Id of the heading. */
	readonly titled: string;
	readonly children: ComponentChildren;
}) {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard (WCAG 2.1.1)
		<section class={props.class} aria-labelledby={props.titled} tabIndex={0}>
			{props.children}
		</section>
	);
}
