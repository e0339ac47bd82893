import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { auditReport } from "../../scripts/audit/report.ts";
import { temporaryFolder } from "../support/folder.ts";
import { makeKeys, request } from "../support/records.ts";
import { commit } from "../support/repository.ts";
import { answer, approved, deliver, manifestOf, question, record } from "./delivery-maker.ts";

const folder = temporaryFolder();
const now = new Date("2026-04-01T09:00:00Z");
let root: string;
beforeAll(async () => {
	const keys = makeKeys(join(folder, "keys"));
	root = await approved(folder, "records", keys);
	const { share } = await manifestOf(root, keys);
	const base = "requests/sepsis/deliveries/0001/queries/1";
	const query = await record(root, `${base}.json`, question(share), keys.hub.file, "query");
	await record(root, `${base}.answer.json`, answer(query), keys.leo.file, "answer");
	await deliver(root, keys);
});

describe("a case on one page", () => {
	it("says who had what, why, on which ground, who approved it and when", async () => {
		const page = await auditReport({ root, project: "sepsis", now });
		const stable = page
			.split("## Check it yourself")[0]
			?.replace(/\b[0-9a-f]{12,64}\b/g, "<hash>")
			.replace(/SHA256&#58;|SHA256:[^<\s]+/g, "<fingerprint>");
		expect(stable).toMatchInlineSnapshot(`
			"# Outcomes of sepsis

			Project \`sepsis\`, as recorded in commit \`<hash>\`. Written by \`hub audit report\`; check it with the commands at the end.

			## Who asked, and what for

			|  |  |
			| --- | --- |
			| Requester | Rita Research (rita) |
			| For | Hampton Hospital, hospital, United Kingdom |
			| Team | Rita Research (rita); Tom Team (tom) |
			| Purposes | DUO:0000006 (DUO:0000006) |
			| Summary | Looks at how sepsis ends. |
			| Benefit | Better care for patients with sepsis. |

			## On what ground

			|  |  |
			| --- | --- |
			| UK GDPR | Article 6(1)(e), Article 9(2)(j) |
			| Confidentiality | explicit-consent, for research |
			| Ethics | none given |
			| Impact assessment | DPIA-1 |
			| Agreement | Research at Hampton, HH-1, 2026-01-01 to 2027-12-31 |
			| Terms accepted | data-protection-v1 by Rita Research on 2026-02-01 |
			| Kept for | 12 months; then: Deleted, with a certificate. |

			## Who approved it

			As it stands now, by version 0 of the governance (commit \`<hash>\`).

			| Role | Answers for | State | Who | When | Key |
			| --- | --- | --- | --- | --- | --- |
			| data-custodian | data, keeping, people | approved, signature verified | robbie | 2026-03-30T09:00:00Z | <code><fingerprint></code> |
			| information-governance | law, purpose | approved, signature verified | ingrid | 2026-03-30T09:00:00Z | <code><fingerprint></code> |

			## What is asked for

			| Field | Treatment | Why it is needed |
			| --- | --- | --- |
			| <code>clinical.patients.patient_id</code> | pseudonymise | To join tables |
			| <code>clinical.patients.sex</code> | keep | Outcomes differ by sex |

			## Delivery 0001

			Everything recorded of it verifies.

			|  |  |
			| --- | --- |
			| Made | 2026-03-31T09:00:00Z |
			| Data as of | hampton: 2026-03-31T08:59:00Z |
			| Published | published 2026-03-31T09:01:00Z |
			| Could be opened by | rita, tom |
			| Rested on | robbie (data-custodian), ingrid (information-governance) |
			| Manifest and its SHA-256 | <code>requests/sepsis/deliveries/0001/manifest.json <hash></code> |
			| Package and its SHA-256 | <code>sepsis-0001.zip <hash></code> |

			| Shared field | Sensitivity | Treatment | File | Column |
			| --- | --- | --- | --- | --- |
			| <code>clinical.patients.patient_id</code> | ordinary | pseudonymise | data/patients.csv | patient_id |
			| <code>clinical.patients.sex</code> | ordinary | keep | data/patients.csv | sex |

			| File | For | Rows | SHA-256 over salt and content |
			| --- | --- | --- | --- |
			| data/patients.csv | data | 100 or more | <code><hash></code> |

			| Check | Of | Result |
			| --- | --- | --- |
			| minimum-cohort |  | passed: 100 or more patients |

			| Question | Field | Expected | Rows | To | Answer |
			| --- | --- | --- | --- | --- | --- |
			| 1 | <code>clinical.patients.sex</code> | 1 to 2 (dictionary) | under 10 | Laboratory | release, by leo on 2026-03-31T08:30:00Z: They are right. |

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
		expect(page).not.toContain("<script>");
		expect(page).not.toContain("<img");
		expect(page).not.toMatch(/^# Heading/m);
		expect(page).toContain("**void: what ingrid decided on has changed since**");
	});

	it("is refused for a project that is not there", async () => {
		await expect(auditReport({ root, project: "sepsys", now })).rejects.toMatchObject({ exit: "invalid" });
	});
});
