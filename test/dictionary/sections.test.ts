import { expect, it } from "vitest";
import { readOutline, sourceOf } from "../../scripts/dictionary/sections.ts";

const body = `
# Laboratory *results*

One row is one result.

## \`code\`

The test, by its \`LOINC\` code.

### Not a section

- Unit: kg

## \`it's here\` and more

## Large

Belongs to nobody.

~~~
## \`swallowed\`
~~~
`;

it("finds the title, the introduction, and a section for each heading with a name in code", () => {
	const { title, introduction, sections } = readOutline(body);
	expect(title).toBe("Laboratory results");
	expect(sourceOf(body, introduction)).toBe("One row is one result.");
	const found = sections.map(({ heading, line, span, name, content }) => ({
		heading,
		line,
		place: body.slice(span.start, span.end),
		name: body.slice(name.start, name.end),
		content: sourceOf(body, content),
	}));
	expect(found).toMatchInlineSnapshot(`
		[
		  {
		    "content": "The test, by its \`LOINC\` code.

		### Not a section

		- Unit: kg",
		    "heading": "code",
		    "line": 6,
		    "name": "\`code\`",
		    "place": "## \`code\`",
		  },
		  {
		    "content": "",
		    "heading": "it's here",
		    "line": 14,
		    "name": "\`it's here\`",
		    "place": "## \`it's here\` and more",
		  },
		]
	`);
});
