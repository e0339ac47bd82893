/** Whether a process with this id is running, be it another user's. False for a number that no process has. */
export function isRunning(id: number): boolean {
	try {
		return process.kill(id, 0);
	} catch (failure) {
		return (failure as NodeJS.ErrnoException).code === "EPERM";
	}
}
