import { describe, expect, it } from "vitest";
import { editFilePage, type ForgeSettings, newFilePage } from "../../../site/src/request/forge.ts";

const forge = (kind: ForgeSettings["kind"], branch = "main"): ForgeSettings => ({
	kind,
	repository: "https://git.example/a/b",
	branch,
});
const text = 'title: "a & b" # 100 %\n';

describe("where a pull request begins", () => {
	it("is the page for a new file, filled in as far as each forge does it", () => {
		expect(
			(["github", "forgejo", "gitlab"] as const).map((kind) => newFilePage(forge(kind), "sepsis", text)),
		).toMatchInlineSnapshot(`
			[
			  {
			    "address": "https://git.example/a/b/new/main?filename=requests%2Fsepsis%2Frequest.yml&value=title%3A+%22a+%26+b%22+%23+100+%25%0A",
			    "filled": "name and text",
			  },
			  {
			    "address": "https://git.example/a/b/_new/main/?filename=requests%2Fsepsis%2Frequest.yml&value=title%3A+%22a+%26+b%22+%23+100+%25%0A",
			    "filled": "name and text",
			  },
			  {
			    "address": "https://git.example/a/b/-/new/main?file_name=requests%2Fsepsis%2Frequest.yml",
			    "filled": "name",
			  },
			]
		`);
	});

	it("gives back exactly the text", () => {
		const { address } = newFilePage(forge("github"), "sepsis", text);
		expect(new URL(address).searchParams.get("value")).toBe(text);
		expect(new URL(address).searchParams.get("filename")).toBe("requests/sepsis/request.yml");
	});

	it("leaves the text out of an address that would become too long", () => {
		const empty = newFilePage(forge("github"), "sepsis", "").address.length;
		const most = newFilePage(forge("github"), "sepsis", "a".repeat(6000 - empty));
		expect([most.filled, most.address.length]).toEqual(["name and text", 6000]);
		const tooLong = newFilePage(forge("github"), "sepsis", "a".repeat(6001 - empty));
		expect([tooLong.filled, new URL(tooLong.address).searchParams.get("value")]).toEqual(["name", null]);
	});

	it("is the page to change the file for an amendment, on any branch", () => {
		expect(
			(["github", "forgejo", "gitlab"] as const).map((kind) => editFilePage(forge(kind, "for/2026"), "sepsis").address),
		).toMatchInlineSnapshot(`
			[
			  "https://git.example/a/b/edit/for/2026/requests/sepsis/request.yml",
			  "https://git.example/a/b/_edit/for/2026/requests/sepsis/request.yml",
			  "https://git.example/a/b/-/edit/for/2026/requests/sepsis/request.yml",
			]
		`);
	});
});
