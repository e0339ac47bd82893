/** How long nothing is said before the last line is repeated. */
const quietSeconds = 30;

/**
 * Passes progress on and, while a step takes long, says now and then that it still goes on: a person
 * at a terminal and a log in CI can then tell a long copy from one that hangs. It tells the time
 * only, since a count of rows would put patient data into a log.
 */
export async function withHeartbeat<T>(
	progress: (line: string) => void,
	work: (progress: (line: string) => void) => Promise<T>,
): Promise<T> {
	let last = { line: "", at: performance.now() };
	const beat = setInterval(() => {
		const seconds = Math.round((performance.now() - last.at) / 1000);
		if (last.line !== "" && seconds >= quietSeconds)
			progress(`Still going on after ${formatDuration(seconds)}: ${last.line}`);
	}, quietSeconds * 1000);
	try {
		return await work((line) => {
			last = { line, at: performance.now() };
			progress(line);
		});
	} finally {
		clearInterval(beat);
	}
}

function formatDuration(seconds: number): string {
	if (seconds < 90) return `${seconds} seconds`;
	return `${Math.round(seconds / 60)} minutes`;
}
