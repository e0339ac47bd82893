import { openPackage } from "./open.ts";

/** `hub open`: opens a package as its recipient and says what was found. */
export async function openCommand(options: {
	readonly packageFile: string;
	readonly identityFile: string;
	readonly to?: string | undefined;
	readonly print: (line: string) => void;
}): Promise<void> {
	const { print } = options;
	const { folder, files, manifest } = await openPackage(options);
	print(`Opened into ${folder}:`);
	for (const file of files) print(`  ${file}`);
	if (manifest === undefined) {
		print("There was no manifest beside the package, so nothing was compared with it.");
	} else {
		print(
			`Package and files are exactly those that the manifest of delivery ${manifest.delivery} of ${manifest.project} lists.`,
		);
		print(`It says that the hub signed it with ${manifest.hubKey}; ask the data custodian whether that key is theirs.`);
	}
	print("These are patient data, and no longer encrypted. Keep the folder only where the terms in it allow,");
	print("out of backups and shared drives they do not name, and delete it when you are done.");
}
