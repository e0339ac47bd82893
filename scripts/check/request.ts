import type { Issue } from "../issue/issue.ts";
import type { SharingRequest } from "../schema/types.ts";
import type { CheckContext } from "./context.ts";
import type { Rule } from "./rule.ts";
import * as agreement from "./rules/agreement.ts";
import * as comparisons from "./rules/comparisons.ts";
import * as conditions from "./rules/conditions.ts";
import { checkDateWindows } from "./rules/date-windows.ts";
import * as fields from "./rules/fields.ts";
import { checkIdentifyingText } from "./rules/identifying.ts";
import { checkKeys } from "./rules/keys.ts";
import * as law from "./rules/law.ts";
import * as organisation from "./rules/organisation.ts";
import * as parties from "./rules/parties.ts";
import * as people from "./rules/people.ts";
import * as ranges from "./rules/ranges.ts";
import { checkRetention } from "./rules/retention.ts";
import { checkRows, checkUnfilteredTables } from "./rules/rows.ts";
import { checkContradictions } from "./rules/same-row.ts";
import { checkKnownSource } from "./rules/source.ts";
import * as team from "./rules/team.ts";
import * as terms from "./rules/terms.ts";
import * as treatments from "./rules/treatments.ts";

/** Every check, in the order of a request's parts. */
const checks: readonly Rule[] = [
	people.checkKnownPeople,
	people.checkNobodyLeft,
	people.checkOrganisationOfPeople,
	organisation.checkKnownOrganisation,
	organisation.checkSecurityAssurance,
	organisation.checkTransfer,
	organisation.checkWriter,
	team.checkTraining,
	team.checkTeamKeys,
	agreement.checkKnownAgreement,
	agreement.checkRecipient,
	agreement.checkAgreementDays,
	agreement.checkPurposes,
	agreement.checkSensitivities,
	law.checkConsent,
	law.checkObjections,
	law.checkNationalOptOut,
	law.checkSection251,
	law.checkConsentBasis,
	parties.checkParties,
	parties.checkSchedule1,
	parties.checkRoles,
	parties.checkAgreementRoles,
	law.checkAnonymised,
	law.checkEthics,
	checkKnownSource,
	conditions.checkConditionFields,
	conditions.checkConditionFieldsUsable,
	conditions.checkConditionTables,
	conditions.checkToldValues,
	comparisons.checkOperators,
	comparisons.checkValues,
	comparisons.checkValueSets,
	checkContradictions,
	checkRows,
	checkUnfilteredTables,
	fields.checkKnownFields,
	fields.checkShareable,
	fields.checkRepeatedFields,
	treatments.checkTreatmentsAllowed,
	treatments.checkTreatmentsPossible,
	treatments.checkDateTreatments,
	checkDateWindows,
	treatments.checkKeptIdentifiers,
	checkKeys,
	ranges.checkRangeFields,
	ranges.checkRangeConditions,
	ranges.checkRangeBounds,
	checkRetention,
	terms.checkTermsAccepted,
	terms.checkAcceptances,
	checkIdentifyingText,
];

/**
 * Everything that is wrong with a valid request under the rules: errors, which stop it, and warnings, which do not.
 * Places are given as paths in the request.
 */
export function checkRequest(request: SharingRequest, context: CheckContext): readonly Issue[] {
	return checks.flatMap((check) => check(request, context));
}
