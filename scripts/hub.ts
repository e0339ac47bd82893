/**
 * The `hub` command line: every command on one page, in the order data flows, each loaded only when
 * it is used. A command parses its arguments, calls one function of its noun and prints.
 */
import { statSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import { closeWithError } from "./issue/close.ts";
import type { OptionalCommand } from "./issue/optional-packages.ts";
import { exitCodes, UserError } from "./issue/user-error.ts";

const now = () => new Date();
const env = process.env;
const print = (line: string) => void process.stdout.write(`${line}\n`);
/** Progress goes to standard error, so that what a command prints can be piped on. */
const progress = (line: string) => void process.stderr.write(`${line}\n`);

/** The whole command line, ready to parse; the guide's table of commands is tested against it. */
export function commandLine(): Command {
	const program = new Command("hub")
		.description("The patient data sharing hub: dictionary, requests, approvals, deliveries and audit, kept in git.")
		.option("--root <folder>", "the records repository", ".")
		.configureHelp({ showGlobalOptions: true })
		.helpCommand(false)
		.exitOverride();
	const root = (): string => program.opts<{ root: string }>().root;
	program.hook("preAction", () => {
		if (statSync(root(), { throwIfNoEntry: false })?.isDirectory()) return;
		throw new UserError("environment", `${root()}: there is no such folder. Name the records repository with --root.`);
	});

	command(program, "demo", "make a demonstration hospital and share its data from survey to audit", "hub demo --exit")
		.option("--patients <number>", "how many patients the hospital has", "2000")
		.option("--exit", "end after the account instead of serving the website and keeping the database up")
		.option("--port <number>", "the port to serve the website on; 0 for any that is free", "4321")
		.hook("preAction", withOptionalPackages("hub demo"))
		.action(async (options) =>
			(await import("./demo/command.ts")).demoCommand({ root: root(), ...options, now, print, progress }),
		);

	command(program, "init", "start a records repository of your own in a new folder", "hub init ../hampton-records")
		.argument("<folder>", "the new folder")
		.option(
			"--hub <package>",
			"what to pin as the hub: a version or a package address; without it this hub, packed into the folder",
		)
		.action(async (folder, options) => (await import("./init/command.ts")).initCommand({ folder, ...options, print }));

	command(
		program,
		"survey",
		"survey databases and image folders into the data dictionary",
		"hub survey hampton --check",
	)
		.argument("[source]", "the source's id; all sources without it")
		.option("--check", "write nothing; show where dictionary and sources differ")
		.option("--rename <old=new>", "keep the documentation of a renamed table or field; may be repeated", collect)
		.addOption(
			new Option("--propose", "write nothing; print links and table classes to confirm for sources.yml").conflicts([
				"check",
				"rename",
			]),
		)
		.action(async (source, { check, rename, propose }) => {
			const options = { root: root(), source, env, now: now(), print, progress };
			if (propose) return (await import("./survey/propose/command.ts")).proposeCommand(options);
			return (await import("./survey/command.ts")).surveyCommand({ ...options, check: check === true, rename });
		});

	command(
		program,
		"form",
		"write a form about the dictionary for colleagues to fill in",
		"hub form --owner Pharmacy --out pharmacy.md",
	)
		.option("--source <source>", "only this source")
		.option("--owner <owner>", "only what this department answers for")
		.option("--table <table>", "only this table, such as clinical.patients")
		.option("--blank", "only what nobody has described or decided yet")
		.option("--out <file>", "a new file; printed without it")
		.action(async ({ blank, ...options }) =>
			(await import("./form/command.ts")).formCommand({ root: root(), ...options, blankOnly: blank === true, print }),
		);

	command(program, "load", "bring a filled-in form into the dictionary", "hub load pharmacy.md --dry-run")
		.argument("<form>", "the form that came back, or a file of conflicts")
		.option("--dry-run", "show what would change, place by place, and write nothing")
		.action(async (file, options) =>
			(await import("./form/load-command.ts")).loadCommand({
				root: root(),
				file,
				dryRun: options.dryRun === true,
				print,
			}),
		);

	command(
		program,
		"report",
		"write the dictionary as one document, and count it everywhere",
		"hub report --out dictionary.md",
	)
		.argument("[source]", "the source's id; all sources without it")
		.addOption(
			new Option("--format <format>", "what to write").choices(["markdown", "csv", "json", "odcs"]).default("markdown"),
		)
		.option("--out <file>", "the file to write; printed without it")
		.action(async (source, options) =>
			(await import("./report/command.ts")).reportCommand({ root: root(), source, ...options, print, progress }),
		);

	command(
		program,
		"check",
		"check records against the rules and list every problem",
		"hub check requests/sepsis-outcomes/request.yml",
	)
		.argument("[files...]", "files to report on; the whole repository without them")
		.addOption(
			new Option("--format <format>", "how problems are printed").choices(["text", "github", "json"]).default("text"),
		)
		.option(
			"--base <version>",
			"also refuse what is committed since this git version if it changes a project's folder together with anything else",
		)
		.action(async (files, options) =>
			(await import("./check/command.ts")).checkCommand({
				root: root(),
				files,
				format: options.format,
				base: options.base,
				now: now(),
				notes: async (checked) => (await import("./approval/change-notes.ts")).changeNotes(root(), now(), checked),
				print,
			}),
		);

	const site = command(program, "site", "build or serve the website over the records", "hub site serve").hook(
		"preAction",
		withOptionalPackages("hub site"),
	);
	const siteOptions = (each: Command): Command =>
		each
			.addOption(
				new Option("--audience <audience>", "who it is for").choices(["internal", "public"]).default("internal"),
			)
			.option("--base <path>", "where the site begins on its server", "/")
			.option(
				"--out <folder>",
				"the folder for the site, absent, empty or made by an earlier build; .hub/site/<audience> without it",
			)
			.option("--no-verify", "do not audit all deliveries for its pages; for looking at thousands of them in a hurry");
	siteOptions(
		command(site, "build", "build the website as a folder of files", "hub site build --audience public --base /data/"),
	).action(async (options) =>
		(await import("./site/build/command.ts")).buildCommand({ root: root(), ...options, now: now(), print, progress }),
	);
	siteOptions(command(site, "serve", "build the website and show it to this machine only", "hub site serve"))
		.option("--port <number>", "the port to serve it on; 0 for any that is free", "4321")
		.action(async (options) =>
			(await import("./site/build/command.ts")).serveCommand({ root: root(), ...options, now: now(), print, progress }),
		);

	const request = command(
		program,
		"request",
		"show a request, or what an amendment changes",
		"hub request show sepsis-outcomes",
	);
	command(request, "show", "show a request in plain words", "hub request show sepsis-outcomes")
		.argument("<project>", "the project")
		.action(async (project) =>
			(await import("./request/command.ts")).showCommand({
				root: root(),
				project,
				notes: async (records) => (await import("./approval/change-notes.ts")).requestNotes(root(), project, records),
				print,
			}),
		);
	command(
		request,
		"diff",
		"show in plain words what changed in a request",
		"hub request diff sepsis-outcomes --from origin/main",
	)
		.argument("<project>", "the project")
		.option("--from <version>", "the git version before", "origin/main")
		.option("--to <version>", "the git version after; the working folder without it")
		.action(async (project, options) =>
			(await import("./request/command.ts")).diffCommand({ root: root(), project, ...options, print }),
		);

	command(
		program,
		"approve",
		"sign a decision about a request, a change of governance, or the data",
		"hub approve sepsis-outcomes --key ~/.ssh/id_ed25519",
	)
		.argument("<project>", "the project, or the word governance or dictionary")
		.requiredOption("--key <file>", "your SSH private key; your role follows from it")
		.addOption(
			new Option("--decision <decision>", "your decision").choices(["approve", "return", "refuse"]).default("approve"),
		)
		.option("--reason <text>", "why; needed to return or refuse")
		.option("--for <project>", "with dictionary: the project whose request rests on the decisions")
		.option("--owner <department>", "with dictionary: only tables that this department answers for")
		.action(async (project, { for: about, owner, key, decision, ...options }) =>
			project === "dictionary"
				? (await import("./approval/sign-decisions-command.ts")).signDecisionsCommand({
						root: root(),
						...(about === undefined ? {} : { project: about }),
						...(owner === undefined ? {} : { owner }),
						key,
						decision,
						now: now(),
						print,
					})
				: (await import("./approval/command.ts")).approveCommand({
						root: root(),
						project,
						key,
						decision,
						...options,
						now: now(),
						print,
					}),
		);

	const optOut = command(
		program,
		"optout",
		"load lists of patients' objections to sharing",
		"hub optout load hampton --objectors objectors.csv --date 2026-03-31",
	);
	command(
		optOut,
		"load",
		"load a list of who objects, or of whom the national service has cleared, in place of the one before",
		"hub optout load hampton --cleared answer.csv --asked sent.csv --date 2026-03-31",
	)
		.argument("<source>", "the source's id")
		.option("--objectors <file>", "NHS numbers of patients who object, one a line")
		.option("--cleared <file>", "NHS numbers that the national service returned, one a line")
		.option("--asked <file>", "with --cleared: the NHS numbers that the service was asked about")
		.requiredOption("--date <day>", "the day on which the list was right, such as 2026-03-31")
		.action(async (source, options) =>
			(await import("./delivery/load-opt-out.ts")).loadOptOutCommand({
				root: root(),
				source,
				...options,
				env,
				now: now(),
				print,
			}),
		);

	command(
		program,
		"deliver",
		"make, record and publish the deliveries that are due",
		"hub deliver sepsis-outcomes --dry-run",
	)
		.argument("[project]", "the project")
		.option("--all", "every project with a delivery due")
		.option("--dry-run", "say what would happen and move nothing")
		.action(async (project, options) =>
			(await import("./delivery/command.ts")).deliverCommand({
				root: root(),
				project,
				all: options.all === true,
				dryRun: options.dryRun === true,
				env,
				now,
				print,
				progress,
			}),
		);

	command(
		program,
		"answer",
		"sign a department's answer to a query that holds a delivery",
		"hub answer cardiozen-trial/0001/1 --key ~/.ssh/id_ed25519 --decision blank --reason 'Cuff fault in June.'",
	)
		.argument("<query>", "the query as project/delivery/number")
		.requiredOption("--key <file>", "your SSH private key; your department follows from it")
		.addOption(
			new Option("--decision <decision>", "your decision")
				.choices(["release", "blank", "refuse"])
				.makeOptionMandatory(),
		)
		.requiredOption("--reason <text>", "why, without naming a value or a patient")
		.action(async (query, options) =>
			(await import("./delivery/command.ts")).answerCommand({ root: root(), query, ...options, now: now(), print }),
		);

	command(
		program,
		"open",
		"open a package as its recipient",
		"hub open sepsis-outcomes-0001.zip --identity key.txt --to data",
	)
		.argument("<package>", "the package; its sealed password and manifest lie beside it")
		.requiredOption("--identity <file>", "the file with your secret age key")
		.option("--to <folder>", "where to put the files; a folder named like the package without it")
		.action(async (packageFile, options) =>
			(await import("./package/command.ts")).openCommand({
				packageFile,
				identityFile: options.identity,
				to: options.to,
				print,
			}),
		);

	const audit = command(program, "audit", "verify the records, or report one case", "hub audit verify");
	command(
		audit,
		"verify",
		"verify signatures, approvals, the chain of manifests and, with --data, the data shared",
		"hub audit verify --trust fingerprints.txt --data",
	)
		.option("--trust <file>", "fingerprints of the first governance, handed over outside the repository")
		.option("--head <commit>", "a commit you have kept, which must still be part of the history")
		.option("--published <folder>", "also compare the published packages in this folder")
		.option("--data", "also export the shared data again and compare")
		.action(async (options) =>
			(await import("./audit/command.ts")).verifyCommand({ root: root(), ...options, env, now: now(), print }),
		);
	command(audit, "report", "one project's case on one page", "hub audit report sepsis-outcomes > case.md")
		.argument("<project>", "the project")
		.action(async (project) =>
			(await import("./audit/command.ts")).auditReportCommand({ root: root(), project, now: now(), print }),
		);
	return program;
}

/** The values of an option that may be given several times. */
function collect(value: string, before: readonly string[] = []): readonly string[] {
	return [...before, value];
}

/** A hook that checks, before a command is loaded, that the optional packages it needs are installed. */
function withOptionalPackages(name: OptionalCommand): () => Promise<void> {
	return async () => (await import("./issue/optional-packages.ts")).checkOptionalPackages(name);
}

function command(parent: Command, name: string, description: string, example: string): Command {
	return parent
		.command(name)
		.description(description)
		.helpCommand(false)
		.addHelpText("after", `\nExample:\n  npx ${example}`);
}

if (import.meta.main) {
	// A program such as head closes the pipe when it has read enough; that is no error.
	process.stdout.on("error", (failure: NodeJS.ErrnoException) =>
		process.exit(failure.code === "EPIPE" ? 0 : exitCodes.failed.code),
	);
	try {
		await commandLine().parseAsync();
	} catch (failure) {
		if (failure instanceof CommanderError) process.exitCode = failure.exitCode === 0 ? 0 : exitCodes.usage.code;
		else process.exitCode = closeWithError(failure, progress);
	}
}
