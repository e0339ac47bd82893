import { describe, expect, it } from "vitest";
import { productsContents } from "../../../scripts/site/dictionary/products-contents.ts";
import { siteReading } from "../../support/site.ts";

describe("a product's page", () => {
	it("tells for whom it is, and what a delivery of it would hold, with treatments in words", async () => {
		const { products } = await productsContents(await siteReading("internal"));
		const imaging = products.find(({ id }) => id === "imaging-activity");
		expect(imaging?.changed).toMatch(/^\d{4}-\d{2}-\d{2}$/);
		expect({ ...imaging, changed: "a day", description: imaging?.description.slice(0, 80) }).toMatchInlineSnapshot(`
			{
			  "changed": "a day",
			  "description": "<p>One row for each examination: how the picture was made, of which part of the ",
			  "facts": [
			    [
			      "For",
			      "Service planners who ask which examinations are made, for whom and during what kind of visit",
			    ],
			    [
			      "How fresh",
			      "Complete the day after the examination. Worth asking for again once a month",
			    ],
			    [
			      "Department",
			      "Radiology",
			    ],
			    [
			      "Taken from",
			      "Hampton Hospital's clinical records",
			    ],
			    [
			      "Size",
			      "8 fields in 2 files",
			    ],
			  ],
			  "files": [
			    {
			      "columns": [
			        {
			          "address": "dictionary/hampton/clinical.visits/#field-visit_id",
			          "name": "visit_id",
			          "sensitivity": "direct-identifier",
			          "treatment": "replaced by a code of this project",
			          "type": "technical identifier",
			        },
			        {
			          "address": "dictionary/hampton/clinical.visits/#field-kind",
			          "name": "kind",
			          "sensitivity": "ordinary",
			          "treatment": "as it is",
			          "type": "text",
			        },
			      ],
			      "file": "data/visits.csv",
			      "table": {
			        "address": "dictionary/hampton/clinical.visits/",
			        "title": "Visits",
			      },
			    },
			    {
			      "columns": [
			        {
			          "address": "dictionary/hampton/imaging.studies/#field-study_id",
			          "name": "study_id",
			          "sensitivity": "direct-identifier",
			          "treatment": "replaced by a code of this project",
			          "type": "technical identifier",
			        },
			        {
			          "address": "dictionary/hampton/imaging.studies/#field-patient_id",
			          "name": "patient_id",
			          "sensitivity": "direct-identifier",
			          "treatment": "replaced by a code of this project",
			          "type": "technical identifier",
			        },
			        {
			          "address": "dictionary/hampton/imaging.studies/#field-visit_id",
			          "name": "visit_id",
			          "sensitivity": "direct-identifier",
			          "treatment": "replaced by a code of this project",
			          "type": "technical identifier",
			        },
			        {
			          "address": "dictionary/hampton/imaging.studies/#field-modality",
			          "name": "modality",
			          "sensitivity": "ordinary",
			          "treatment": "as it is",
			          "type": "text",
			        },
			        {
			          "address": "dictionary/hampton/imaging.studies/#field-body_part",
			          "name": "body_part",
			          "sensitivity": "special-category",
			          "treatment": "as it is",
			          "type": "text",
			        },
			        {
			          "address": "dictionary/hampton/imaging.studies/#field-taken_at",
			          "name": "taken_at",
			          "sensitivity": "quasi-identifier",
			          "treatment": "only the year",
			          "type": "whole number",
			        },
			      ],
			      "file": "data/studies.csv",
			      "table": {
			        "address": "dictionary/hampton/imaging.studies/",
			        "title": "Imaging studies",
			      },
			    },
			  ],
			  "id": "imaging-activity",
			  "request": "request/?product=imaging-activity",
			  "title": "Imaging activity",
			}
		`);
	});

	it("begins a request on the internal site only", async () => {
		const { products } = await productsContents(await siteReading("public"));
		expect(products.map(({ id }) => id)).toContain("imaging-activity");
		expect(products.every(({ request }) => request === undefined)).toBe(true);
	});
});

describe("the list of products", () => {
	it("says what each is, in a sentence or two", async () => {
		const { pages } = await productsContents(await siteReading("public"));
		expect(pages[0]?.items[0]).toMatchInlineSnapshot(`
			{
			  "about": "Every reading of blood pressure and heart rate that nurses took, with the medicines of the same visits.",
			  "address": "products/bedside-blood-pressure/",
			  "audience": "Trials and cardiologists who follow blood pressure in everyday care beside the medicines given",
			  "fields": 20,
			  "title": "Blood pressure at the bedside, with heart medicines",
			}
		`);
	});
});
