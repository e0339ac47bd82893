// The published types of this package need all of Express's; these are for the part that is used here.
declare module "compression" {
	import type { IncomingMessage, ServerResponse } from "node:http";

	/** Compresses what later handlers answer, in an encoding that the request accepts, where its type gains by that. */
	export default function compression(): (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
}
