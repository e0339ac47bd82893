import { describe, expect, it } from "vitest";
import { linkTarget, proseHtml } from "../../../scripts/site/page/prose.ts";

const target = linkTarget((url) => (url === "glossary:sepsis" ? "/glossary/sepsis/" : undefined));
const html = (markdown: string) => proseHtml(markdown, target);

describe("proseHtml", () => {
	it("gives nothing for nothing", () => {
		expect(html(" \n")).toBe("");
	});

	it("keeps paragraphs, lists, tables, emphasis and code", () => {
		expect(html("A *first* `word`.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |")).toMatchInlineSnapshot(`
			"<p>A <em>first</em> <code>word</code>.</p>
			<ul>
			<li>one</li>
			<li>two</li>
			</ul>
			<div class="hub-scroll" role="group" aria-label="Table" tabindex="0"><table>
			<thead>
			<tr>
			<th>a</th>
			<th>b</th>
			</tr>
			</thead>
			<tbody>
			<tr>
			<td>1</td>
			<td>2</td>
			</tr>
			</tbody>
			</table></div>"
		`);
	});

	it("leads to places of the site, and elsewhere only by https", () => {
		expect(html("[sepsis](glossary:sepsis)")).toBe('<p><a href="/glossary/sepsis/">sepsis</a></p>');
		expect(html("[there](https://example.org/a?b=c&d)")).toBe(
			'<p><a href="https://example.org/a?b=c&#x26;d">there</a></p>',
		);
		for (const url of [
			"javascript:alert(1)",
			"JaVaScRiPt:alert(1)",
			"data:text/html,x",
			"http://example.org",
			"//example.org",
			"vbscript:x",
			"/\\example.org",
		])
			expect(html(`[there](<${url}>)`)).toBe("<p>there</p>");
	});

	it.each([
		"<script>alert(1)</script>",
		"<img src=x onerror=alert(1)>",
		"![picture](https://example.org/x.png)",
		"text <b onclick=alert(1)>bold</b>",
		"<style>*{display:none}</style>",
		"`</code><script>alert(1)</script>`",
		"# A heading\n\n<!-- comment -->",
		"<iframe src=javascript:alert(1)>",
		'[x](https://example.org/"onmouseover="alert(1))',
	])("lets no element of theirs through: %s", (markdown) => {
		const made = html(markdown);
		expect(made.replace(/<\/?(?:p|code|strong|em|pre)>|<a href="[^"<>]*">|<\/a>/g, "")).not.toMatch(/<|>.*</);
		expect(made).not.toMatch(/<(?:script|img|b|style|h1|iframe)\b/i);
	});
});
