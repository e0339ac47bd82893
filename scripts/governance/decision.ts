import type { Approval, Role } from "../schema/types.ts";
import { onePersonOneRole } from "./one-person.ts";
import type { SignedApproval } from "./signed-approval.ts";

/** How things stand with one role. */
export type RoleState = "approved" | "missing" | "void" | "returned" | "refused";

/** A role that must decide, and the digest of exactly what it must have decided on. */
export interface Need {
	readonly role: Role;
	readonly scopeDigest: string;
}

/** The state of one role, and the decision that it rests on. */
export interface Settled {
	readonly state: RoleState;
	readonly decision?: SignedApproval;
	/** Why the state is not approved, in plain words. */
	readonly why?: string;
}

/**
 * Settles each needed role by the decisions that may count. Of several decisions of one person the latest by its
 * signed time counts, and only if it is about exactly what stands now. A role has approved if somebody of it approves,
 * nobody of it returns or refuses, and that person is not counted for another role.
 */
export function settle(needs: readonly Need[], decisions: readonly SignedApproval[]): readonly Settled[] {
	const latest = needs.map(({ role }) => latestByPerson(decisions.filter(({ value }) => value.role === role)));
	const approving = needs.map(({ scopeDigest }, index) => {
		const current = latest[index]?.filter(({ value }) => value.slice === scopeDigest) ?? [];
		return current.some(({ value }) => value.decision !== "approve") ? [] : current;
	});
	const counted = onePersonOneRole(approving.map((signed) => signed.map(({ value }) => value.approver)));
	return needs.map(({ scopeDigest }, index): Settled => {
		const decision = approving[index]?.find(({ value }) => value.approver === counted[index]);
		if (decision !== undefined) return { state: "approved", decision };
		if ((approving[index] ?? []).length > 0) {
			return { state: "missing", why: "who approved here is counted for another role already; one person counts once" };
		}
		return unsettled(latest[index] ?? [], scopeDigest);
	});
}

function unsettled(latest: readonly SignedApproval[], scopeDigest: string): Settled {
	const current = latest.filter(({ value }) => value.slice === scopeDigest);
	for (const [wanted, state] of [
		["refuse", "refused"],
		["return", "returned"],
	] as const) {
		const decision = current.find(({ value }) => value.decision === wanted);
		if (decision === undefined) continue;
		const { approver, reason } = decision.value;
		return { state, decision, why: `${approver}: ${reason ?? "no reason given"}` };
	}
	const [stale] = latest;
	if (stale === undefined) return { state: "missing", why: "nobody of this role has decided" };
	return { state: "void", decision: stale, why: `what ${stale.value.approver} decided on has changed since` };
}

const strictness = { approve: 0, return: 1, refuse: 2 } as const satisfies Record<Approval["decision"], number>;

/** Each person's latest decision; of several at the same second the strictest. */
function latestByPerson(decisions: readonly SignedApproval[]): readonly SignedApproval[] {
	const latest = new Map<string, SignedApproval>();
	for (const signed of decisions) {
		const { value: approval } = signed;
		const before = latest.get(approval.approver)?.value;
		const later =
			before === undefined ||
			approval.at > before.at ||
			(approval.at === before.at && strictness[approval.decision] > strictness[before.decision]);
		if (later) latest.set(approval.approver, signed);
	}
	return [...latest.values()];
}
