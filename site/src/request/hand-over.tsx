import type { ComponentChildren } from "preact";
import { Button } from "./button.tsx";
import { useForm } from "./form.ts";

/** Hands a text over as a file, made in this browser. */
export function DownloadButton({
	name,
	text,
	onDone,
	children,
}: {
	readonly name: string;
	readonly text: string;
	readonly onDone?: () => void;
	readonly children: ComponentChildren;
}) {
	const { announce } = useForm();
	const download = () => {
		const address = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
		const link = document.createElement("a");
		link.href = address;
		link.download = name;
		link.click();
		// The browser has to have taken it up by then.
		setTimeout(() => URL.revokeObjectURL(address), 10_000);
		announce(`${name} is in your downloads.`);
		onDone?.();
	};
	return <Button onClick={download}>{children}</Button>;
}

/** Puts a text on the clipboard. */
export function CopyButton({
	text,
	onDone,
	children,
}: {
	readonly text: string;
	readonly onDone?: () => void;
	readonly children: ComponentChildren;
}) {
	const { announce } = useForm();
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(text);
			announce("Copied.");
			onDone?.();
		} catch {
			// Only pages with an encrypted connection may use the clipboard, and only if the reader lets them.
			announce(
				"This browser does not let the page copy. Select the text and copy it with the keyboard, or download it.",
			);
		}
	};
	return <Button onClick={() => void copy()}>{children}</Button>;
}
