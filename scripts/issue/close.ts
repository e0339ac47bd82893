import { onOneLine } from "../text/quote.ts";
import { formatIssue } from "./format.ts";
import { exitCodes, UserError } from "./user-error.ts";

/**
 * Prints why a command ended and returns its exit code. A `UserError` prints its message and its
 * issues; anything else is a defect of the hub and prints where it happened, but not the error's own
 * message: a library may have put a patient's value into it.
 */
export function closeWithError(failure: unknown, print: (line: string) => void): number {
	if (failure instanceof UserError) {
		// A message may have several lines, but nothing in a line may steer the terminal.
		if (failure.message !== "") for (const line of failure.message.split("\n")) print(onOneLine(line));
		for (const issue of failure.issues) print(formatIssue(issue));
		return exitCodes[failure.exit].code;
	}
	print("The hub met an error of its own. Please report the lines below; they hold no patient data.");
	print(whereItHappened(failure));
	return exitCodes.failed.code;
}

function whereItHappened(failure: unknown): string {
	if (!(failure instanceof Error)) return `A ${typeof failure} was thrown.`;
	const stack = failure.stack ?? "";
	// The stack begins with the message; what follows it is only file names and positions.
	const frames = stack.slice(stack.indexOf(failure.message) + failure.message.length);
	return `${failure.name}${frames}`;
}
