import type { Ours } from '../ours/ours.ts';
import { fakeContestant } from './fake-contestant.ts';

/** Ours, as slow as said, with these kernels on the reference loop. */
export function fakeOurs(secondsEach: number, referenceKernels: readonly string[] = []): Ours {
  return {
    contestant: fakeContestant('ours', secondsEach),
    facts: { threads: 1, build: 'relaxed', compiled: false },
    referenceKernels: async () => [...referenceKernels],
  };
}
