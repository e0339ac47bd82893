/** Has the browser ask before the page is left. Returns what ends that. */
export function warnOnLeaving(): () => void {
	const ask = (event: BeforeUnloadEvent) => event.preventDefault();
	addEventListener("beforeunload", ask);
	return () => removeEventListener("beforeunload", ask);
}
