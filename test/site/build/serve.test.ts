import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { serveCommand } from "../../../scripts/site/build/command.ts";
import { checkedPort, type ServedSite, serveSite } from "../../../scripts/site/build/serve.ts";
import { temporaryFolder } from "../../support/folder.ts";

const served: ServedSite[] = [];
afterEach(async () => void (await Promise.all(served.splice(0).map(({ stop }) => stop()))));

async function serve(base: string, port = 0): Promise<ServedSite & { readonly folder: string }> {
	const outside = temporaryFolder();
	writeFileSync(join(outside, "secret.txt"), "not of the site");
	const folder = join(outside, "site");
	mkdirSync(join(folder, "a"), { recursive: true });
	mkdirSync(join(folder, "long"));
	writeFileSync(join(folder, "long/index.html"), "<h1>Long</h1>".repeat(1000));
	writeFileSync(join(folder, "index.html"), "<h1>Home</h1>");
	writeFileSync(join(folder, "a/index.html"), "<h1>A</h1>");
	const site = await serveSite(folder, { base, port });
	served.push(site);
	return { ...site, folder };
}

describe("serveSite", () => {
	it.each(["/", "/data-hub/"])("shows the pages at their base %s to this machine only", async (base) => {
		const { url } = await serve(base);
		expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:\\d+${base}$`));
		const page = await fetch(`${url}a/`);
		expect([page.status, await page.text(), page.headers.get("x-content-type-options")]).toEqual([
			200,
			"<h1>A</h1>",
			"nosniff",
		]);
		expect((await fetch(`${url}b/`)).status).toBe(404);
	});

	it("packs text, and gives it plain to who cannot unpack it", async () => {
		const { url } = await serve("/");
		const ask = async (encoding: string) => {
			const answer = await fetch(`${url}long/`, { headers: { "accept-encoding": encoding } });
			return [answer.headers.get("content-encoding"), answer.headers.get("vary"), await answer.text()];
		};
		const text = "<h1>Long</h1>".repeat(1000);
		expect(await ask("gzip, br")).toEqual(["br", "Accept-Encoding", text]);
		expect(await ask("gzip")).toEqual(["gzip", "Accept-Encoding", text]);
		expect(await ask("identity")).toEqual([null, "Accept-Encoding", text]);
	});

	it("shows nothing outside its base or its folder", async () => {
		const { url } = await serve("/data-hub/");
		const origin = new URL(url).origin;
		for (const path of [
			"/",
			"/data-hub",
			"/data-hub/%2e%2e/secret.txt",
			"/data-hub/..%2fsecret.txt",
			"/data-hub/%00",
		]) {
			const answer = await fetch(origin + path);
			expect([path, answer.status]).toEqual([path, 404]);
		}
	});

	it("answers nobody who reached it under another name", async () => {
		const { url } = await serve("/");
		const { port } = new URL(url);
		const ask = (host: string) =>
			new Promise<number | undefined>((resolve, reject) => {
				get({ host: "127.0.0.1", port, path: "/a/", headers: { host } }, ({ statusCode }) => resolve(statusCode)).on(
					"error",
					reject,
				);
			});
		for (const [host, status] of [
			[`127.0.0.1:${port}`, 200],
			["LOCALHOST:9000", 200],
			["[::1]", 200],
			["evil.example", 404],
			[`evil.example:${port}`, 404],
			["localhost.evil.example", 404],
			["127.0.0.1.evil.example", 404],
		] as const)
			expect([host, await ask(host)]).toEqual([host, status]);
	});

	it.each(["bytes=5-2", "bytes=0-99999999999999999999", "bytes=a-b", "bytes=-5", "bytes=99999-", "nonsense"])(
		"answers a request for the range %s with the whole",
		async (range) => {
			const { url } = await serve("/");
			const answer = await fetch(`${url}a/`, { headers: { range } });
			expect([answer.status, await answer.text()]).toEqual([200, "<h1>A</h1>"]);
			expect((await fetch(`${url}a/`)).status).toBe(200);
		},
	);

	it("only reads", async () => {
		const { url } = await serve("/");
		for (const method of ["POST", "PUT", "DELETE"]) expect((await fetch(`${url}a/`, { method })).status).toBe(404);
	});

	it("shows what a later build has put there, and lives on without what it took away", async () => {
		const { url, folder } = await serve("/");
		expect((await fetch(`${url}a/`)).status).toBe(200);
		rmSync(join(folder, "a"), { recursive: true });
		mkdirSync(join(folder, "b"));
		writeFileSync(join(folder, "b/index.html"), "<h1>B</h1>");
		expect([(await fetch(`${url}a/`)).status, (await fetch(`${url}b/`)).status]).toEqual([404, 200]);
	});

	it("closes files whose readers went away", async () => {
		const { url, folder } = await serve("/");
		writeFileSync(join(folder, "large.txt"), "x".repeat(4_000_000));
		const open = () => readdirSync("/proc/self/fd").length;
		const before = open();
		for (let round = 0; round < 50; round++) {
			await new Promise<void>((resolve) => {
				const asked = get(`${url}large.txt`, (answer) => {
					answer.once("data", () => asked.destroy());
					answer.once("close", resolve);
				});
				asked.on("error", () => resolve());
			});
		}
		await vi.waitFor(() => expect(open()).toBeLessThan(before + 20), 5_000);
	});

	it("says what to do when the port is taken", async () => {
		const { url } = await serve("/");
		const port = Number(new URL(url).port);
		await expect(serve("/", port)).rejects.toMatchObject({
			exit: "environment",
			message: `Port ${port}: something else is using it. Name another with --port, or 0 for any that is free.`,
		});
	});
});

describe("hub site serve", () => {
	it("says that the port is taken before it builds anything", async () => {
		const { port } = new URL((await serve("/")).url);
		const root = temporaryFolder();
		const unused = () => expect.unreachable();
		const serving = serveCommand({
			root,
			audience: "internal",
			base: "/",
			now: new Date("2026-03-02T12:00:00Z"),
			port,
			print: unused,
			progress: unused,
		});
		await expect(serving).rejects.toMatchObject({ message: expect.stringMatching(`^Port ${port}: something else`) });
		expect(readdirSync(root)).toEqual([]);
	});
});

describe("checkedPort", () => {
	it("takes what can be a port, and nothing else", () => {
		expect([checkedPort("0"), checkedPort("65535")]).toEqual([0, 65_535]);
		for (const typed of ["65536", "-1", "", "80 ", "0x50"]) expect(() => checkedPort(typed)).toThrow(/--port/);
	});
});
