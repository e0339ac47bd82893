/**
 * Gives each role a person of its own, for as many roles as that is possible: one person counts once. Follows Kuhn's
 * method of augmenting paths for bipartite matching.
 *
 * @param candidates For each role, the people who approved in it.
 * @returns For each role the person counted, or undefined where nobody is left for it.
 */
export function onePersonOneRole(candidates: readonly (readonly string[])[]): readonly (string | undefined)[] {
	const roleOf = new Map<string, number>();
	const give = (role: number, tried: Set<string>): boolean => {
		for (const person of candidates[role] ?? []) {
			if (tried.has(person)) continue;
			tried.add(person);
			const holder = roleOf.get(person);
			if (holder === undefined || give(holder, tried)) {
				roleOf.set(person, role);
				return true;
			}
		}
		return false;
	};
	for (const role of candidates.keys()) give(role, new Set());
	const people = new Map([...roleOf].map(([person, role]) => [role, person]));
	return candidates.map((_, role) => people.get(role));
}
