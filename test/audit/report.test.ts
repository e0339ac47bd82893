import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { auditReport } from "../../scripts/audit/report.ts";
import { temporaryFolder } from "../support/folder.ts";
import { makeKeys, request } from "../support/records.ts";
import { commit } from "../support/repository.ts";
import { answer, approved, deliver, makeQuery, manifestOf, record } from "./delivery-maker.ts";

const folder = temporaryFolder();
const now = new Date("2026-04-01T09:00:00Z");
let root: string;
beforeAll(async () => {
	const keys = makeKeys(join(folder, "keys"));
	root = await approved(folder, "records", keys);
	const { share } = await manifestOf(root, keys);
	const base = "requests/sepsis/deliveries/0001/queries/1";
	const query = await record(root, `${base}.json`, makeQuery(share), keys.hub.file, "query");
	await record(root, `${base}.answer.json`, answer(query), keys.leo.file, "answer");
	await deliver(root, keys);
});

function nodesOf(node: Nodes): readonly Nodes[] {
	return [node, ...("children" in node ? node.children.flatMap(nodesOf) : [])];
}

describe("a case on one page", () => {
	it("says who had what, why, on which legal basis, who approved it and when", async () => {
		const page = await auditReport({ root, project: "sepsis", now });
		const stable = page
			.split("## Check it yourself")[0]
			?.replace(/\b[0-9a-f]{12,64}\b/g, "<hash>")
			.replace(/SHA256:[^`\s]+/g, "<fingerprint>");
		expect(stable).toMatchInlineSnapshot(`
			"# Outcomes of sepsis

			Project \`sepsis\`, as recorded in commit \`<hash>\`. Written by \`hub audit report\`; check it with the commands at the end.

			## Who asked, and what for

			| | |
			| - | - |
			| Requester | Rita Research (rita) |
			| For | Hampton Hospital, hospital, United Kingdom |
			| Team | Rita Research (rita); Tom Team (tom) |
			| Purposes | DUO:0000006 (DUO:0000006) |
			| Summary | Looks at how sepsis ends. |
			| Benefit | Better care for patients with sepsis. |

			## On which legal basis

			| | |
			| - | - |
			| Roles | the hospital controller, the recipient controller |
			| Lawful basis | UK GDPR Article 6(1)(e) |
			| Condition for data about health | UK GDPR Article 9(2)(j), with the Data Protection Act 2018, Schedule 1, paragraph 4 |
			| Lawful basis on which the hospital discloses | UK GDPR Article 6(1)(e) |
			| Condition on which the hospital discloses | UK GDPR Article 9(2)(j), with the Data Protection Act 2018, Schedule 1, paragraph 4 |
			| Duty of confidentiality | explicit-consent, for the purpose research |
			| Objections to sharing | Each patient’s own consent decides; nobody is left out for a general objection, which gives way to it. |
			| Data protection impact assessment | DPIA-1 |
			| Agreement | Research at Hampton, HH-1, 1 January 2026 to 31 December 2027 |
			| Terms accepted | data-protection-v1 by Rita Research on 1 February 2026 |
			| Kept for | 12 months; then: Deleted, with a certificate. |

			## Who approved it

			As it stands now, by version 0 of the governance (commit \`<hash>\`).

			| Role | Answers for | State | Who | When | Key |
			| - | - | - | - | - | - |
			| data-custodian | data, keeping, people | approved, signature verified | robbie | 30 March 2026, 10:00:00 +01:00 | \`<fingerprint>\` |
			| information-governance | law, purpose | approved, signature verified | ingrid | 30 March 2026, 10:00:00 +01:00 | \`<fingerprint>\` |

			## What is asked for

			| Field | Treatment | Why it is needed |
			| - | - | - |
			| \`clinical.patients.patient_id\` | pseudonymise | To join tables |
			| \`clinical.patients.sex\` | keep | Outcomes differ by sex |

			## Delivery 0001

			Everything recorded of it verifies.

			| | |
			| - | - |
			| Made | 31 March 2026, 10:00:00 +01:00 |
			| Data as of | hampton: 31 March 2026, 09:59:00 +01:00 |
			| Objections to sharing | Not recorded: this delivery is from before the hub recorded what it did about objections. |
			| Published | 31 March 2026, 10:01:00 +01:00 |
			| Could be opened by | rita, tom |
			| Rested on | robbie (data-custodian), ingrid (information-governance) |
			| Manifest and its SHA-256 | \`requests/sepsis/deliveries/0001/manifest.json <hash>\` |
			| Package and its SHA-256 | \`sepsis-0001.zip <hash>\` |

			| Shared field | Sensitivity | Treatment | File | Column |
			| - | - | - | - | - |
			| \`clinical.patients.patient_id\` | ordinary | pseudonymise | data/patients.csv | patient_id |
			| \`clinical.patients.sex\` | ordinary | keep | data/patients.csv | sex |

			| File | For | Rows | SHA-256 over salt and content |
			| - | - | - | - |
			| data/patients.csv | data | 100 or more | \`<hash>\` |

			| Check | Of | Result |
			| - | - | - |
			| minimum-cohort | | passed: 100 or more patients |

			| Query | Field | Expected | Rows | To | Answer |
			| - | - | - | - | - | - |
			| 1 | \`clinical.patients.sex\` | 1 to 2 (dictionary) | under 10 | Laboratory | release, by leo, 31 March 2026, 09:30:00 +01:00: They are right. |

			"
		`);
	});

	it("gives commands that an auditor can run, with nothing of the hub's", async () => {
		const page = await auditReport({ root, project: "sepsis", now });
		const script = /```sh\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
		writeFileSync(join(root, "sepsis-0001.zip"), "the package");
		const output = execFileSync("bash", ["-eo", "pipefail", "-c", script], {
			cwd: root,
			encoding: "utf8",
			stdio: ["ignore", "pipe", "ignore"],
		});
		expect(output.match(/^Good .*$/gm)).toHaveLength(6);
		expect(output.match(/: OK$/gm)).toHaveLength(2);
	});

	it("shows what a person wrote as text, and runs none of it", async () => {
		const hostile = {
			...request,
			title: "# <script>alert(1)</script>",
			summary: "a | b ``` <img src=x> [link](http://example.org)\n\n# Heading",
		};
		commit(root, { "requests/sepsis/request.yml": stringify(hostile) }, "Rita Research");
		const page = await auditReport({ root, project: "sepsis", now });
		const kinds = new Set(nodesOf(fromMarkdown(page)).map(({ type }) => type));
		for (const kind of ["html", "link", "image"]) expect(kinds).not.toContain(kind);
		expect(page).not.toMatch(/^# Heading/m);
		expect(page).toContain("**void: what ingrid decided on has changed since**");
	});

	it("is refused for a project that is not there", async () => {
		await expect(auditReport({ root, project: "sepsys", now })).rejects.toMatchObject({ exit: "invalid" });
	});
});
