import { useEffect, useState } from "preact/hooks";

/** A part of the script that is fetched by itself. */
export interface Fetched<T> {
	/** Undefined until it is there. */
	readonly module?: T;
	/** Whether it could not be had. */
	readonly missing: boolean;
}

/** Fetches a part of the script after the page has been shown, and only once it is wanted. */
export function useFetched<T>(fetchModule: () => Promise<T>, wanted: boolean): Fetched<T> {
	const [fetched, setFetched] = useState<Fetched<T>>({ missing: false });
	useEffect(() => {
		if (!wanted) return;
		fetchModule().then(
			(module) => setFetched({ module, missing: false }),
			() => setFetched({ missing: true }),
		);
	}, [fetchModule, wanted]);
	return fetched;
}
