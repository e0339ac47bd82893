// The package has types only in one that brings all of Express's; this is the part used here.
declare module "compression" {
	import type { IncomingMessage, ServerResponse } from "node:http";

	/** Packs what is answered after it, as the request says it can read it, where its type gains by that. */
	export default function compression(): (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
}
