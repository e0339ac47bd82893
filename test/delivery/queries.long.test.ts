import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { answerCommand } from "../../scripts/delivery/command.ts";
import type { QueryAnswer } from "../../scripts/schema/types.ts";
import { dropShare, openShare } from "../../scripts/snapshot/share.ts";
import { commit, git } from "../support/repository.ts";
import {
	approveAll,
	approvedProject,
	ask,
	deliver,
	goBack,
	head,
	makeWorld,
	outbox,
	recorded,
	recordedFiles,
	sample,
	type World,
} from "./world.ts";

let world: World;
let project: string;
/** The commit in which the query has just been asked. */
let asked: string;
let first: Awaited<ReturnType<typeof deliver>>;

beforeAll(async () => {
	world = await makeWorld(2000);
	project = await approvedProject(world, sample("cardiozen-trial"));
	first = await deliver(world, project);
	asked = head(world);
});

/** As if nothing had happened since the query was asked. */
function backToAsked(): void {
	goBack(world, asked);
	rmSync(join(world.workplace.outbox, project), { recursive: true, force: true });
}

/** Answers the first query as somebody, and pushes the answer. */
async function answer(
	who: string,
	decision: QueryAnswer["decision"],
	more: { reason?: string; query?: string } = {},
): Promise<string> {
	const { records } = world.workplace;
	git(records, "pull", "--quiet", "--ff-only");
	const lines: string[] = [];
	const { query = `${project}/0001/1`, reason = "The cuff was loose." } = more;
	const key = (who === "hub" ? world.keys.hub : world.keys.people.get(who))?.signing.file ?? "";
	await answerCommand({
		root: records,
		query,
		key,
		decision,
		reason,
		now: world.now(),
		print: (line) => void lines.push(line),
	});
	git(records, "push", "--quiet");
	return lines.join("\n");
}

describe("a delivery that fails a range", () => {
	it("is held by a query that names department, field and band, and no value", () => {
		expect(first.failure?.exit).toBe("held");
		expect(first.failure?.message.replaceAll(project, "PROJECT")).toMatchInlineSnapshot(`
			"The delivery of PROJECT is held until this query is answered:
			  PROJECT/0001/1 to Nursing: values of clinical.measurements.value should be 60 to 250, where clinical.measurements.type is systolic-blood-pressure (Upper blood pressure); rows that are not: under 10.
			The department answers with hub answer; then run this again."
		`);
		expect(recordedFiles(world, project)).toEqual([
			"deliveries/0001/queries/1.json",
			"deliveries/0001/queries/1.json.sig",
		]);
		expect(recorded(world, project, "deliveries/0001/queries/1.json")).toMatchObject({
			owner: "Nursing",
			origin: "contract",
			field: "clinical.measurements.value",
			rows: "under 10",
		});
		expect(outbox(world, project)).toEqual({});
	});

	it("stays held, with the same copy and no second query, until there is an answer", async () => {
		backToAsked();
		const again = await deliver(world, project);
		expect(again.failure?.message).toBe(first.failure?.message);
		expect((await deliver(world, project, { dryRun: true })).failure?.message).toBe(first.failure?.message);
		expect(head(world)).toBe(asked);
	});

	it.each([
		["the hub itself", "hub", "it is the hub's"],
		["another department", "petra-phials", "petra-phials does not lead the department asked, Nursing"],
		["the custodian", "robbie-records", "robbie-records does not lead the department asked, Nursing"],
		["a recipient", "lena-frei", "lena-frei is to receive the data"],
	])("is not let go by %s", async (_case, who, says) => {
		backToAsked();
		await expect(answer(who, "release")).rejects.toMatchObject({ exit: "key", message: expect.stringContaining(says) });
		expect(head(world)).toBe(asked);
	});

	it.each([
		["an unknown query", { query: "PROJECT/0001/7" }, "invalid"],
		["what is no query's name", { query: "PROJECT-1" }, "usage"],
		["an answer without a reason", { reason: " " }, "usage"],
	])("refuses %s", async (_case, more, exit) => {
		backToAsked();
		const { query, ...rest } = { query: "PROJECT/0001/1", ...more };
		await expect(
			answer("nora-ward", "release", { query: query.replace("PROJECT", project), ...rest }),
		).rejects.toMatchObject({ exit });
	});

	it("does not go when the department refuses", async () => {
		backToAsked();
		await answer("nora-ward", "refuse", { reason: "The whole ward's readings are in doubt." });
		const dry = await deliver(world, project, { dryRun: true });
		const { failure } = await deliver(world, project);
		expect(dry.failure).toMatchObject({ exit: "held", message: failure?.message });
		expect(failure?.exit).toBe("held");
		expect(failure?.message).toMatchInlineSnapshot(`
			"Nursing has refused the delivery because of clinical.measurements.value: The whole ward's readings are in doubt.
			Change the request, for example without that field, and have it approved again; or let it rest."
		`);
		await expect(answer("nora-ward", "release")).rejects.toMatchObject({
			exit: "invalid",
			message: expect.stringContaining("answered refuse already"),
		});
	});

	it("goes with its values when the department says they are right", async () => {
		backToAsked();
		await answer("nora-ward", "release");
		expect((await deliver(world, project)).failure).toBeUndefined();
		const check = recorded(world, project, "deliveries/0001/manifest.json").checks.find(
			({ result }: { result: string }) => result === "answered",
		);
		expect(check).toMatchObject({
			check: "range",
			answer: `requests/${project}/deliveries/0001/queries/1.answer.json`,
		});
		expect(check.says).toContain("lie outside");
	});

	it("is not let go by an answer that somebody else signed, or that was made for another query", async () => {
		backToAsked();
		await answer("nora-ward", "release");
		const answered = head(world);
		const { records } = world.workplace;
		const path = `requests/${project}/deliveries/0001/queries/1.answer.json`;
		const text = git(records, "show", `HEAD:${path}`);
		commit(records, { [path]: text.replace("cuff", "belt") }, "Robbie Records");
		git(records, "push", "--quiet");
		expect((await deliver(world, project)).failure).toMatchObject({ exit: "unverified" });
		goBack(world, answered);
		expect((await deliver(world, project, { dryRun: true })).text).toContain("would go on: its queries are answered");
	});

	it("asks again about a new copy when the one asked about is gone", async () => {
		backToAsked();
		await dropShare(world.env.HUB_SHARE_DATABASE_URL ?? "", project, "0001");
		expect((await deliver(world, project)).failure?.message).toContain(`${project}/0001/2 to Nursing`);
		const copy = await openShare(world.env.HUB_SHARE_DATABASE_URL ?? "", project, "0001");
		expect(recorded(world, project, "deliveries/0001/queries/2.json").share).toBe(copy?.id);
		asked = head(world);
	});

	it("goes without the values when the department says they are wrong", async () => {
		backToAsked();
		expect(
			await answer("nora-ward", "blank", { query: `${project}/0001/2` }).then((text) =>
				text.replaceAll(project, "PROJECT"),
			),
		).toMatchInlineSnapshot(`
			"nora-ward says that the values are wrong and are to be emptied.
			Signed and committed: requests/PROJECT/deliveries/0001/queries/2.answer.json, with its signature in requests/PROJECT/deliveries/0001/queries/2.answer.json.sig
			Push the branch and have it merged; then hub deliver PROJECT goes on."
		`);
		expect((await deliver(world, project)).failure).toBeUndefined();
		const checks = recorded(world, project, "deliveries/0001/manifest.json").checks;
		expect(checks.filter(({ result }: { result: string }) => result === "answered")).toMatchObject([
			{
				answer: `requests/${project}/deliveries/0001/queries/2.answer.json`,
				says: expect.stringContaining("All values of"),
			},
		]);
	});

	it("is followed by another when an approved amendment asks for other data, under the same project key", async () => {
		const request = sample("cardiozen-trial");
		const fields = request.fields.filter(({ field }) => field !== "clinical.measurements.value");
		ask(world, project, { ...request, fields, ranges: [] });
		await approveAll(world, project);
		const before = recorded(world, project, "deliveries/0001/manifest.json");
		expect((await deliver(world, project)).text).toContain("Published delivery 0002");
		const after = recorded(world, project, "deliveries/0002/manifest.json");
		expect(after.projectKey).toBe(before.projectKey);
		expect(after.share).not.toBe(before.share);
	});
});
