import type pg from "pg";
import { databaseError } from "../database/error.ts";
import { applySettings, newSettings } from "../database/settings.ts";
import { daysBetween, formatDay } from "../document/day.ts";
import { UserError } from "../issue/user-error.ts";
import { leftOutSql } from "../plan/cohort.ts";
import { listedSql, listHolders, type PatientList } from "../plan/patient-list.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import { band } from "../records/count-band.ts";
import type { ObjectionsDone, OptOutListForm } from "../schema/types.ts";
import { copyRows } from "./copy.ts";
import { type OptOutListFacts, openOptOutStore, optOutEntriesSql, optOutListFacts } from "./opt-out-store.ts";
import { joinSnapshot, type SessionPreparation } from "./source-session.ts";

/** What a share's record says was done about objections: as the manifest does, with an exact count. */
export interface ShareObjections extends Omit<ObjectionsDone, "leftOut"> {
	/** Exact number of patients whom the rules left out; absent where no rule applied. */
	readonly leftOut?: number;
}

/** The lists that a plan's cohort rests on, fresh enough to be used. */
export interface OptOutLists {
	/** The plan, with what it says of objections completed by the lists' dates and digests. */
	readonly plan: SharePlan;
	/** Brings the lists into a session on the source. */
	readonly preparation: SessionPreparation;
}

/**
 * Finds the lists that a plan rests on, and how a session on the source can hold them: in a temporary table, or, with a
 * login that may make none or on a standby server, in a setting. Neither puts a number into a statement's text.
 *
 * @param source a session on the source
 * @throws UserError `held` where a list is missing or older than policy allows
 */
export async function optOutLists(
	plan: SharePlan,
	shareAdminUrl: string,
	source: pg.Client,
	today: string,
): Promise<OptOutLists> {
	const lists = plan.cohort.lists ?? [];
	if (lists.length === 0) return { plan, preparation: { before: async () => {}, within: async () => {} } };
	const known = await freshLists(plan, shareAdminUrl, today);
	const heldIn = (await mayMakeTables(source)) ? "table" : "setting";
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
		plan: {
			...plan,
			cohort: { ...plan.cohort, lists: lists.map((list) => ({ ...list, heldIn })) },
			objections: { ...plan.objections, rules },
		},
		preparation: {
			before: (client) => makeTables(client, heldIn === "table" ? lists : []),
			within: (client) => bringLists(client, shareAdminUrl, known, heldIn),
		},
	};
}

/**
 * The lists that a plan rests on.
 *
 * @param today the day in Europe/London on which they must be young enough
 * @throws UserError `held` where one is missing, of a day to come, or older than policy allows
 */
export async function freshLists(
	{ source, cohort, maxListDays }: SharePlan,
	shareAdminUrl: string,
	today: string,
): Promise<readonly OptOutListFacts[]> {
	const forms = (cohort.lists ?? []).map(({ form }) => form);
	if (forms.length === 0) return [];
	const store = await openOptOutStore(shareAdminUrl);
	try {
		const found: OptOutListFacts[] = [];
		for (const form of forms) {
			const facts = store && (await optOutListFacts(store, source, form));
			const problem = listProblem(facts, form, maxListDays, today);
			if (problem !== undefined) throw refusal(problem, source, form, maxListDays !== undefined);
			if (facts !== undefined) found.push(facts);
		}
		return found;
	} catch (error) {
		throw databaseError(error, "looking for the lists of objections");
	} finally {
		await store?.end();
	}
}

const names = {
	objectors: "list of patients who object",
	cleared: "list of patients whom the national service has cleared",
} as const satisfies Record<OptOutListForm, string>;

function listProblem(
	facts: OptOutListFacts | undefined,
	form: OptOutListForm,
	maxListDays: number | undefined,
	today: string,
): string | undefined {
	if (facts === undefined) return `no ${names[form]} has been loaded`;
	if (maxListDays === undefined) return `the policy does not say how old the ${names[form]} may be`;
	const age = daysBetween(facts.date, today);
	if (age < 0) return `the ${names[form]} is of a day to come, ${formatDay(facts.date)}`;
	return age <= maxListDays
		? undefined
		: `the ${names[form]} is of ${formatDay(facts.date)}, ${age} days old, and policy allows ${maxListDays}`;
}

function refusal(problem: string, source: string, form: OptOutListForm, hasLimit: boolean): UserError {
	const files = form === "cleared" ? "--cleared <file> --asked <file>" : "--objectors <file>";
	const fix = hasLimit
		? `Load a new one: hub optout load ${source} ${files} --date <day>.`
		: 'Say it in requests/governance/policy.yml: "optOut: { maxListDays: … }".';
	return new UserError("held", `Nothing is delivered from ${source}: ${problem}. ${fix}`);
}

async function mayMakeTables(source: pg.Client): Promise<boolean> {
	try {
		const { rows } = await source.query<{ may: boolean }>(
			"SELECT has_database_privilege(current_database(), 'TEMPORARY') AND NOT pg_is_in_recovery() AS may",
		);
		return rows[0]?.may === true;
	} catch (error) {
		throw databaseError(error, "asking what the hub may do in the source");
	}
}

async function makeTables(client: pg.Client, lists: readonly PatientList[]): Promise<void> {
	try {
		await client.query("BEGIN READ WRITE");
		for (const { form } of lists)
			await client.query(`CREATE TEMPORARY TABLE ${listHolders[form].table} (nhs_number text NOT NULL)`);
		await client.query("COMMIT");
	} catch (error) {
		throw databaseError(error, "preparing the source for a list of objections");
	}
}

/**
 * Copies the lists from the store into a session. Refuses where one has been replaced since it was found, and makes sure
 * that the session sees all of it: objections that it does not see would be passed over.
 */
async function bringLists(
	client: pg.Client,
	shareAdminUrl: string,
	known: readonly OptOutListFacts[],
	heldIn: PatientList["heldIn"],
): Promise<void> {
	const store = await openOptOutStore(shareAdminUrl);
	try {
		for (const { source, form, digest } of known) {
			const now = store && (await optOutListFacts(store, source, form));
			if (store === undefined || now?.digest !== digest)
				throw new UserError("held", `The ${names[form]} of ${source} was replaced meanwhile. Run this again.`);
			const entries = optOutEntriesSql(store, source, form);
			const bring = heldIn === "table" ? intoTable : intoSetting;
			const brought = await bring(store, entries, client, form);
			const { rows } = await client.query<{ seen: string }>(
				`SELECT count(*) AS seen FROM ${listedSql({ form, heldIn })}`,
			);
			if (Number(rows[0]?.seen) !== brought) throw new RangeError(`the session does not see all of the ${names[form]}`);
		}
	} catch (error) {
		throw databaseError(error, "bringing a list of objections to the source");
	} finally {
		await store?.end();
	}
}

/** Copies a list and gives its length. In binary form, so that no error that the source logs quotes a line of it. */
async function intoTable(store: pg.Client, entries: string, client: pg.Client, form: OptOutListForm): Promise<number> {
	const table = `pg_temp.${listHolders[form].table}`;
	const brought = await copyRows(store, entries, client, table, "bringing a list of objections to the source");
	await client.query(`ANALYZE ${table}`);
	return brought;
}

async function intoSetting(
	store: pg.Client,
	entries: string,
	client: pg.Client,
	form: OptOutListForm,
): Promise<number> {
	const { rows } = await store.query<{ list: string; entries: string }>(
		`SELECT coalesce(string_agg(nhs_number, ','), '') AS list, count(*) AS entries FROM (${entries}) AS e`,
	);
	await applySettings(client, new Map([[listHolders[form].setting, rows[0]?.list ?? ""]]));
	return Number(rows[0]?.entries);
}

/** What was done about objections in a copy: counts, in the same snapshot, whom the rules left out. */
export async function countObjections(
	{ plan, preparation }: OptOutLists,
	today: string,
	sourceUrl: string,
	snapshot: string,
): Promise<ShareObjections> {
	const { leftOut: _, ...done } = plan.objections;
	if (done.rules.length === 0) return done;
	const client = await joinSnapshot(sourceUrl, snapshot, preparation);
	try {
		const settings = newSettings();
		const sql = leftOutSql(plan.cohort, plan.patient, today, settings);
		await applySettings(client, settings.all());
		const { rows } = await client.query<{ left_out: string }>(sql);
		return { ...done, leftOut: Number(rows[0]?.left_out) };
	} catch (error) {
		throw databaseError(error, "counting the patients who object");
	} finally {
		await client.end();
	}
}

/** What a copy's record says of objections, with its count as a band: what manifest and package say. */
export function bandedObjections(
	{ leftOut, rules, ...rest }: ShareObjections,
	edges: readonly number[],
): ObjectionsDone {
	return { ...rest, rules: [...rules], ...(leftOut === undefined ? {} : { leftOut: band(leftOut, edges) }) };
}
