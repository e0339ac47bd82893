import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import compression from "compression";
import serveStatic from "serve-static";
import { UserError } from "../../issue/user-error.ts";

/** A site that is being served. */
export interface ServedSite {
	/** Where it begins. */
	readonly url: string;
	stop(): Promise<void>;
}

/** The port that somebody typed. Throws UserError `usage` if it is none. */
export function checkedPort(typed: string): number {
	if (/^\d{1,5}$/.test(typed) && Number(typed) <= 65_535) return Number(typed);
	throw new UserError("usage", "--port: give a number from 0 to 65535.");
}

/**
 * Whether a request names this machine as the server. A page of another site can have its own host name resolve to this
 * machine (DNS rebinding), and its script could then read the internal site.
 */
function isForThisMachine(host = ""): boolean {
	return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i.test(host);
}

/**
 * Serves a finished site to this machine only, as a plain file server: compressed for browsers that accept it, and with
 * a later build's pages as soon as they are in place.
 *
 * @param port 0 for any that is free
 * @throws UserError `environment` if the port is taken or not allowed
 */
export async function serveSite(
	folder: string,
	{ base, port }: { readonly base: string; readonly port: number },
): Promise<ServedSite> {
	const files = serveStatic(folder, {
		// Pages are small, so that nobody needs a part of one.
		acceptRanges: false,
		setHeaders: (response) => {
			response.setHeader("X-Content-Type-Options", "nosniff");
			response.setHeader("Referrer-Policy", "no-referrer");
			response.setHeader("X-Frame-Options", "DENY");
			response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
		},
	});
	const pack = compression();
	const server = createServer((request, response) => {
		const absent = (): void =>
			void response.writeHead(404, { "Content-Type": "text/plain" }).end("There is no such page.\n");
		const { url = "/", headers } = request;
		if (!isForThisMachine(headers.host)) return absent();
		if (!url.startsWith(base)) return absent();
		const relative = Object.assign(request, { originalUrl: url, url: url.slice(base.length - 1) });
		pack(relative, response, () => files(relative, response, absent));
	});
	await listen(server, port);
	const { port: taken } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${taken}${base}`,
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/**
 * Makes sure that a port is free, before a site is built to be served there.
 *
 * @throws UserError `environment` if it is taken or not allowed
 */
export async function refuseTakenPort(port: number): Promise<void> {
	const server = createServer();
	await listen(server, port);
	await new Promise((resolve) => server.close(resolve));
}

function listen(server: Server, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", ({ code = "unknown error" }: NodeJS.ErrnoException) => {
			const why = code === "EADDRINUSE" ? "something else is using it" : `it cannot be used (${code})`;
			reject(
				new UserError("environment", `Port ${port}: ${why}. Name another with --port, or 0 for any that is free.`),
			);
		});
		server.listen(port, "127.0.0.1", resolve);
	});
}
