import type { Person } from "../schema/types.ts";

/** Whether a person has left by a day: on the day they leave they are gone. Days compare as text, such as 2026-03-31. */
export function hasLeft({ left }: Pick<Person, "left">, day: string): boolean {
	return left !== undefined && left <= day;
}
