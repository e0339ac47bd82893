import type { DataFormat } from "../plan/data-file.ts";
import { csvFormat } from "./csv.ts";
import type { PackageFormat } from "./format.ts";

/** What the hub knows of each format that a request can ask for. */
export const packageFormats = { csv: csvFormat } as const satisfies Record<DataFormat, PackageFormat>;
