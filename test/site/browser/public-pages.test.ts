import { describePages } from "./describe-pages.ts";

describePages("public", "/data-hub/");
