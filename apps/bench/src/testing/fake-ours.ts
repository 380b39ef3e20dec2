import type { Ours } from '../ours/ours.ts';
import { fakeContestant } from './fake-contestant.ts';

/** A fake of ours with a fixed time, and with these kernels as reference loops. */
export function fakeOurs(secondsEach: number, referenceKernels: readonly string[] = []): Ours {
  return {
    contestant: fakeContestant('ours', secondsEach),
    facts: { threads: 1, build: 'relaxed', compiled: false },
    referenceKernels: async () => [...referenceKernels],
  };
}
