import fc from "fast-check";

/**
 * Property tests draw the same cases on every machine, so that a change is judged by what it changes.
 * `PROPERTY_SEED=$RANDOM npm test` goes looking for new ones.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
