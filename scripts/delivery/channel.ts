import type { SignedFile } from "../records/signed-file.ts";

/**
 * A way by which a delivery reaches its recipients. What goes out are the exact bytes that the signed manifest records,
 * whichever the channel; each of its functions may be called again and ends the same.
 */
export interface DeliveryChannel {
	/** Whether the delivery is there already, with exactly the bytes that its manifest records. */
	has(manifest: SignedFile<"manifest">): Promise<boolean>;
	/**
	 * Puts a recorded delivery there.
	 *
	 * @param stagedFolder where its package was made
	 * @throws UserError `held` if something else is in the way or the staged bytes are not the recorded ones;
	 * `environment` if the channel cannot be used
	 */
	put(stagedFolder: string, manifest: SignedFile<"manifest">): Promise<void>;
	/** Removes a delivery again, as far as it is still there; a file in its place that has other bytes stays. */
	withdraw(manifest: SignedFile<"manifest">): Promise<void>;
}
