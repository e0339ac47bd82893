interface ImportMetaEnv {
	/** The folder of what the pages show, while they are made. */
	readonly HUB_CONTENTS: string;
}
