import fc from 'fast-check';

// The same cases in every run, so that failures are reproducible.
fc.configureGlobal({ seed: 20170424, numRuns: 200 });

/** Plausible learning rates, including 0. */
export const rate = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 100, noNaN: true }));
export const fraction = fc.double({ min: 0, max: 1, noNaN: true });
/** A number of steps. */
export const duration = fc.integer({ min: 1, max: 2000 });
/** A step of a run. */
export const moment = fc.integer({ min: 0, max: 5000 });
