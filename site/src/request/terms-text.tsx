/** The text of terms, word for word; what their file marks as a heading, or as of weight, is shown as such. */
export function TermsText({ text }: { readonly text: string }) {
	const marks = text.match(/^#{1,6}(?= )/gm) ?? [];
	const topLevel = Math.min(...marks.map((mark) => mark.length));
	return (
		<>
			{text.split(/^(#{1,6} .*)$/m).map((part, index) => {
				const mark = index % 2 === 1 ? part.indexOf(" ") : 0;
				const words = part.slice(mark).trim();
				if (words === "") return null;
				if (mark === 0) return <div key={index}>{withWeight(words)}</div>;
				const Heading = mark === topLevel ? "h4" : "h5";
				return (
					<Heading class={`nhsuk-heading-${mark === topLevel ? "s" : "xs"}`} key={index}>
						{words}
					</Heading>
				);
			})}
		</>
	);
}

function withWeight(text: string) {
	return text
		.split(/\*\*([^*\n]+)\*\*/)
		.map((part, index) => (index % 2 === 1 ? <strong key={index}>{part}</strong> : part));
}
