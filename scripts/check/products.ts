import type { Catalogue } from "../dictionary/catalogue.ts";
import type { FileTree } from "../git/file-tree.ts";
import type { Issue } from "../issue/issue.ts";
import { readProducts } from "../product/product.ts";
import { readCatalogue } from "../records/catalogue.ts";
import { governancePath } from "../records/paths.ts";
import { readSourceList } from "../records/source-list.ts";
import { readRecord } from "../schema/read.ts";
import type { Policy, Product, SharingRequest, SourceList } from "../schema/types.ts";
import { type CheckContext, imageFolderIds } from "./context.ts";
import type { Rule } from "./rule.ts";
import { checkKnownFields, checkRepeatedFields, checkShareable } from "./rules/fields.ts";
import { checkKnownSource } from "./rules/source.ts";
import { checkKeptIdentifiers, checkTreatmentsAllowed, checkTreatmentsPossible } from "./rules/treatments.ts";

/** The rules that a request for the same fields would be held to. */
const fieldRules: readonly Rule[] = [checkKnownSource, checkKnownFields, checkShareable, checkRepeatedFields];
const treatmentRules: readonly Rule[] = [checkTreatmentsAllowed, checkTreatmentsPossible, checkKeptIdentifiers];

/**
 * Checks the data products: the format of their pages, and each field by the rules that a request for it would be held
 * to: known, not retired, from a table that may be shared, of settled sensitivity, and with a treatment that the policy
 * allows and that can be done.
 *
 * @param records The catalogue and policy of the same tree, where they have been read already.
 * @returns located issues
 */
export async function checkProducts(
	tree: FileTree,
	records?: { readonly catalogue: Catalogue; readonly policy: Policy; readonly sources: SourceList },
): Promise<Issue[]> {
	const { products, issues, locators } = await readProducts(tree);
	const catalogue = records?.catalogue ?? (await readCatalogue(tree)).catalogue;
	const policy = records?.policy ?? (await readPolicy(tree));
	const list = records?.sources ?? (await readSourceList(tree)).value;
	const imageFolders = list === undefined ? [] : imageFolderIds(list);
	const found = products.flatMap((product) =>
		(locators.get(product.path) ?? ((same) => same))(productIssues(product, { catalogue, imageFolders }, policy)),
	);
	return [...issues, ...found];
}

/** What is wrong with a product's fields. Without a policy, treatments are not judged. */
export function productIssues(
	product: Product,
	dictionary: Pick<CheckContext, "catalogue" | "imageFolders">,
	policy?: Policy,
): readonly Issue[] {
	// The rules about fields look at no other part of a request.
	const request = { source: product.source, fields: product.fields } as SharingRequest;
	const context = { ...dictionary, policy } as CheckContext;
	const rules = policy === undefined ? fieldRules : [...fieldRules, ...treatmentRules];
	return rules.flatMap((rule) => rule(request, context));
}

async function readPolicy(tree: FileTree): Promise<Policy | undefined> {
	const file = governancePath("policy");
	const bytes = await tree.read(file);
	return bytes === undefined ? undefined : readRecord("policy", bytes, file).value;
}
