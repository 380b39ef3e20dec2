import type { Measured } from './serve.mjs';

/** Runs a Node program so often, each time in a fresh process, and adds up the seconds that it says of itself. */
export function timeFreshProcess(args: readonly string[], times: number): Promise<Measured>;
