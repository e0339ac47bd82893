import type pg from "pg";
import { databaseError } from "../database/error.ts";
import { applySettings, newParameters } from "../database/settings.ts";
import { listedPatients } from "../dictionary/opt-out.ts";
import { daysBetween, formatDay } from "../document/day.ts";
import { UserError } from "../issue/user-error.ts";
import { leftOutSql } from "../plan/cohort.ts";
import { listedSql, listHolders, type PatientList } from "../plan/patient-list.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import { band } from "../records/count-band.ts";
import type { ObjectionsDone, OptOutListForm } from "../schema/types.ts";
import { copyRows } from "./copy.ts";
import { type OptOutListFacts, openOptOutStore, optOutEntriesSql, optOutListFacts } from "./opt-out-store.ts";
import { type ExportedSnapshot, sourceError } from "./source-session.ts";

/** What a share's record says was done about objections: as the manifest does, with an exact count. */
export interface ShareObjections extends Omit<ObjectionsDone, "leftOut"> {
	/** Exact number of patients whom the rules left out; absent where no rule applied. */
	readonly leftOut?: number;
}

/**
 * Brings the lists that a plan's cohort rests on to a snapshot of the source: into temporary tables of the session that
 * works the cohort out, or, where there can be none, into a setting of each session. Neither puts a number into a
 * statement's text.
 *
 * @param today the day in Europe/London on which the lists must be young enough
 * @returns the snapshot with a plan that says which lists were applied, and where they are held
 * @throws UserError `held` where a list is missing or older than policy allows
 */
export async function withOptOutLists(
	source: ExportedSnapshot,
	shareAdminUrl: string,
	today: string,
): Promise<ExportedSnapshot> {
	const { plan, client, hasCohortTable } = source;
	const { lists = [] } = plan.cohort;
	if (lists.length === 0) return source;
	const heldIn = hasCohortTable ? "table" : "setting";
	const store = await openOptOutStore(shareAdminUrl);
	try {
		const known = await checkLists(store, plan, today);
		const settings = new Map<string, string>();
		for (const { form } of known) {
			if (store === undefined) continue;
			const entries = optOutEntriesSql(store, plan.source, form);
			const brought = hasCohortTable
				? await intoTable(store, entries, source, form)
				: await intoSetting(store, entries, settings, form);
			await applySettings(client, settings);
			await refusePart(client, { form, heldIn }, brought);
		}
		return { ...source, settings, plan: withFacts(plan, known, heldIn) };
	} catch (error) {
		throw databaseError(error, "bringing a list of objections to the source");
	} finally {
		await store?.end();
	}
}

function withFacts(plan: SharePlan, known: readonly OptOutListFacts[], heldIn: PatientList["heldIn"]): SharePlan {
	const rules = plan.objections.rules.map((rule) => {
		const { date, digest, askedDigest } = known.find(({ form }) => form === rule.form) ?? {};
		return {
			...rule,
			...(date === undefined ? {} : { date }),
			...(digest === undefined ? {} : { digest }),
			...(askedDigest === undefined ? {} : { askedDigest }),
		};
	});
	return {
		...plan,
		cohort: { ...plan.cohort, lists: (plan.cohort.lists ?? []).map((list) => ({ ...list, heldIn })) },
		objections: { ...plan.objections, rules },
	};
}

/**
 * Refuses where a list that a plan rests on is missing, of a day to come, or older than policy allows.
 *
 * @param today the day in Europe/London on which they must be young enough
 * @throws UserError `held`
 */
export async function refuseOldLists(plan: SharePlan, shareAdminUrl: string, today: string): Promise<void> {
	if (plan.cohort.lists === undefined) return;
	const store = await openOptOutStore(shareAdminUrl);
	try {
		await checkLists(store, plan, today);
	} catch (error) {
		throw databaseError(error, "looking for the lists of objections");
	} finally {
		await store?.end();
	}
}

async function checkLists(
	store: pg.Client | undefined,
	{ source, cohort, maxListDays }: SharePlan,
	today: string,
): Promise<readonly OptOutListFacts[]> {
	const found: OptOutListFacts[] = [];
	for (const { form } of cohort.lists ?? []) {
		const facts = store && (await optOutListFacts(store, source, form));
		const problem = listProblem(facts, form, maxListDays, today);
		if (problem !== undefined) throw refusal(problem, source, form, maxListDays !== undefined);
		if (facts !== undefined) found.push(facts);
	}
	return found;
}

function listProblem(
	facts: OptOutListFacts | undefined,
	form: OptOutListForm,
	maxListDays: number | undefined,
	today: string,
): string | undefined {
	if (facts === undefined) return `no list of ${listedPatients[form]} has been loaded`;
	if (maxListDays === undefined) return `the policy does not say how old the list of ${listedPatients[form]} may be`;
	const age = daysBetween(facts.date, today);
	if (age < 0) return `the list of ${listedPatients[form]} is of a day to come, ${formatDay(facts.date)}`;
	return age <= maxListDays
		? undefined
		: `the list of ${listedPatients[form]} is of ${formatDay(facts.date)}, ${age} days old, and policy allows ${maxListDays}`;
}

function refusal(problem: string, source: string, form: OptOutListForm, hasLimit: boolean): UserError {
	const files = form === "cleared" ? "--cleared <file> --asked <file>" : "--objectors <file>";
	const fix = hasLimit
		? `Load a new one: hub optout load ${source} ${files} --date <day>.`
		: 'Say it in requests/governance/policy.yml: "optOut: { maxListDays: … }".';
	return new UserError("held", `Nothing is delivered from ${source}: ${problem}. ${fix}`);
}

/**
 * Copies a list into the session's temporary table, and gives its length. Within the transaction that reads: rows put
 * there earlier by another would be newer than the snapshot, and so not be seen. In binary form, so that no error that
 * the source logs quotes a line of it.
 */
async function intoTable(
	store: pg.Client,
	entries: string,
	{ client, access }: ExportedSnapshot,
	form: OptOutListForm,
): Promise<number> {
	const table = `pg_temp.${listHolders[form].table}`;
	const doing = "bringing a list of objections to the source";
	const brought = await copyRows(store, entries, client, table, { access, doing });
	await client.query(`ANALYZE ${table}`);
	return brought;
}

async function intoSetting(
	store: pg.Client,
	entries: string,
	settings: Map<string, string>,
	form: OptOutListForm,
): Promise<number> {
	const { rows } = await store.query<{ list: string; entries: string }>(
		`SELECT coalesce(string_agg(nhs_number, ','), '') AS list, count(*) AS entries FROM (${entries}) AS e`,
	);
	settings.set(listHolders[form].setting, rows[0]?.list ?? "");
	return Number(rows[0]?.entries);
}

/** Makes sure that a session sees all of a list: objections that it does not see would be passed over. */
async function refusePart(
	client: pg.Client,
	list: Pick<PatientList, "form" | "heldIn">,
	brought: number,
): Promise<void> {
	const { rows } = await client.query<{ seen: string }>(`SELECT count(*) AS seen FROM ${listedSql(list)}`);
	if (Number(rows[0]?.seen) !== brought)
		throw new RangeError(`the session does not see all of the list of ${listedPatients[list.form]}`);
}

/** What was done about objections in a copy: counts, in the session of the snapshot, whom the rules left out. */
export async function countObjections(
	{ client, plan, access }: ExportedSnapshot,
	today: string,
): Promise<ShareObjections> {
	const { leftOut: _, ...done } = plan.objections;
	if (done.rules.length === 0) return done;
	try {
		const parameters = newParameters();
		const sql = leftOutSql(plan.cohort, plan.patient, today, parameters);
		const { rows } = await client.query<{ left_out: string }>(sql, [...parameters.all()]);
		return { ...done, leftOut: Number(rows[0]?.left_out) };
	} catch (error) {
		throw sourceError(error, "counting the patients who object", access);
	}
}

/** What a copy's record says of objections, with its count as a band: what manifest and package say. */
export function bandedObjections(
	{ leftOut, rules, ...rest }: ShareObjections,
	edges: readonly number[],
): ObjectionsDone {
	return { ...rest, rules: [...rules], ...(leftOut === undefined ? {} : { leftOut: band(leftOut, edges) }) };
}
