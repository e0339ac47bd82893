import type { SiteFile } from "../page/site-file.ts";
import type { SiteReading } from "../reading/reading.ts";
import { agreementFacts } from "./agreements-contents.ts";
import { publicView } from "./audience-view.ts";
import { siteCases } from "./cases.ts";
import { agreementForPrograms, projectForPrograms } from "./for-programs.ts";
import { projectFacts } from "./project-facts.ts";
import { timeline } from "./timeline.ts";

/** Where the register and the agreements stand for programs. */
export const registerFile = "register/register.json";
export const agreementsFile = "agreements/agreements.json";

/**
 * The register of requests and the agreements for programs. They hold what the public may know, on the internal site
 * too: whoever passes them on passes on nothing else.
 */
export async function* registerFiles(reading: SiteReading): AsyncIterable<SiteFile> {
	const { commit, today, records } = reading;
	const view = publicView(reading);
	const { cases } = await siteCases(reading);
	const projects = cases.map((each) => projectForPrograms(projectFacts(each, view), timeline(each, today)));
	yield { path: registerFile, text: json({ commit, day: today, projects }) };
	const agreements = [...records.agreements]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([id, agreement]) => agreementForPrograms(agreementFacts(id, agreement, reading, view.redactText)));
	yield { path: agreementsFile, text: json({ commit, day: today, agreements }) };
}

function json(value: unknown): string {
	return `${JSON.stringify(value, null, "\t")}\n`;
}
