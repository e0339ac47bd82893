import { isIdentifying } from "../../dictionary/identifying-mark.ts";
import type { AgreementFacts } from "./agreements-contents.ts";
import type { ProjectFacts } from "./project-facts.ts";
import type { TimelineEntry } from "./timeline.ts";

/** A project's public facts, each chosen by name: its part of `register/register.json`, see `registerShape`. */
export function projectForPrograms(facts: ProjectFacts, events: readonly TimelineEntry[]) {
	const { project, title, address, state, organisation, summary, benefit, purposes, requested, data } = facts;
	return {
		project,
		title,
		page: address,
		state: state.label,
		organisation,
		summary,
		benefit,
		purposes: purposes.map(({ code, label }) => ({ code, label })),
		...(requested === undefined ? {} : { requested }),
		law: facts.law.map(({ label, text }) => ({ label, text })),
		agreement: facts.agreement.id,
		terms: facts.terms,
		data: {
			tables: data.tables.map(({ table, title: name, fields }) => ({
				table,
				title: name,
				fields: fields.map(({ reason, treatment, field, ...said }) => ({
					field,
					...(said.sensitivity === undefined ? {} : { sensitivity: said.sensitivity }),
					...(isIdentifying(said) ? { helpsToIdentify: true } : {}),
					treatment,
					reason,
				})),
			})),
			...(data.undescribed === undefined ? {} : { undescribed: data.undescribed }),
			patients: data.patients,
			rows: data.rows,
		},
		approvals: facts.approvals.map(({ role, state: status, day }) => ({
			role,
			state: status.label,
			...(day === undefined ? {} : { day }),
		})),
		retention: facts.retention,
		...(facts.keptUntil === undefined ? {} : { keptUntil: facts.keptUntil }),
		deliveries: facts.deliveries.map(
			({ delivery, state: status, made, published, keptUntil, tables, undescribed, objections, queries }) => ({
				delivery,
				state: status.label,
				...(made === undefined ? {} : { made }),
				...(published === undefined ? {} : { published }),
				...(keptUntil === undefined ? {} : { keptUntil }),
				tables: tables.map(({ table, title: name, rows }) => ({ table, title: name, rows })),
				...(undescribed === undefined ? {} : { undescribed }),
				...(objections === undefined ? {} : { objections }),
				...(queries === undefined ? {} : { queries }),
			}),
		),
		timeline: events.map(({ day, says, details, ahead }) => ({ day, says, details, ahead })),
	};
}

/** An agreement's public facts, each chosen by name: its part of `agreements/agreements.json`, see `agreementsShape`. */
export function agreementForPrograms(facts: AgreementFacts) {
	const { id, title, address, state, provider, recipient, reference, from, until, purposes } = facts;
	const { sensitivities, terms, maxRetentionMonths, projects } = facts;
	return {
		...{ agreement: id, title, page: address, state: state.label, provider, recipient, reference, from, until },
		...{ purposes, sensitivities, terms, maxRetentionMonths, projects },
	};
}
