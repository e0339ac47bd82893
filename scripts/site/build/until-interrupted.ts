/** Waits until the person at the keyboard ends the command with Ctrl+C, or whoever started it does. */
export function untilInterrupted(): Promise<void> {
	return new Promise((resolve) => {
		// A pending promise alone does not keep Node running.
		const keepAlive = setInterval(() => {}, 60_000);
		for (const signal of ["SIGINT", "SIGTERM"] as const) {
			process.once(signal, () => {
				clearInterval(keepAlive);
				resolve();
			});
		}
	});
}
