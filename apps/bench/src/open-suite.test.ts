import { afterEach, describe, expect, it } from 'vitest';
import { benchFolder } from './bench-folder.ts';
import { openSuite, type SuiteOptions } from './open-suite.ts';
import type { Participants } from './run-suite.ts';
import type { BenchCase, Suite } from './suite.ts';
import { fakeSuite } from './testing/fake-suite.ts';

const opened: Participants[] = [];
afterEach(() => Promise.all(opened.splice(0).map((participants) => participants.close())));

function open(change: Partial<SuiteOptions> = {}, suite: Suite = fakeSuite): Participants {
  const participants = openSuite(suite, { threads: 1, portable: false, peers: true, ...change });
  opened.push(participants);
  return participants;
}

const [small]: readonly BenchCase[] = fakeSuite.cases;
const namesOf = (participants: Participants, benchCase: BenchCase) =>
  participants.rivals(benchCase).map(({ name }) => name);

describe('openSuite', () => {
  it('starts ours and its limit in separate processes, with the same threads and build', async () => {
    const participants = open({ portable: true });
    const ours = await participants.startOurs(small);
    expect(ours.facts).toEqual({ threads: 1, build: 'portable', compiled: false });
    expect(await ours.contestant.run(10)).toBeGreaterThan(0);
    expect(await ours.referenceKernels()).toEqual([]);
    const limit = await participants.startLimit(small, ours.facts);
    expect(await limit?.run(10)).toBeGreaterThan(0);
  });

  it('has no limit if the suite has none', async () => {
    const { limit: _, ...suite } = fakeSuite;
    const participants = open({}, suite);
    const facts = { threads: 1, build: 'relaxed', compiled: false } as const;
    expect(await participants.startLimit(small, facts)).toBeUndefined();
  });

  it("invites the suite's peers, with as many threads as ours has at most", () => {
    expect(namesOf(open(), small)).toEqual(['PyTorch']);
    expect(namesOf(open({ threads: 2 }), small)).toEqual(['PyTorch', 'PyTorch']);
    expect(namesOf(open({ threads: 2 }), { ...small, ours: { threads: 1 } })).toEqual(['PyTorch']);
    expect(namesOf(open(), { ...small, peers: ['TensorFlow.js wasm', 'onnxruntime-web'] })).toEqual([
      'TensorFlow.js wasm',
      'onnxruntime-web',
    ]);
    expect(namesOf(open({ peers: false }), small)).toEqual([]);
  });

  it('runs PyTorch with the named interpreter, for AVX2 also without AVX-512', async () => {
    const participants = open({ python: '/no/such/python' });
    const benchCase: BenchCase = { ...small, peers: ['PyTorch', 'PyTorch, AVX2'] };
    expect(namesOf(participants, benchCase)).toEqual(['PyTorch', 'PyTorch, AVX2']);
    for (const { start } of participants.rivals(benchCase))
      await expect(start()).rejects.toThrow('spawn /no/such/python ENOENT');
  });

  it('starts other configurations and revisions of ours, and notes their threads and build', async () => {
    const revision = { name: 'main (1234567)', benchFolder };
    const participants = open({ peers: false, revision });
    const benchCase: BenchCase = { ...small, beside: { 'ours, portable': { portable: true } } };
    expect(namesOf(participants, benchCase)).toEqual(['main (1234567)', 'ours, portable']);
    const notes = [];
    for (const { start } of participants.rivals(benchCase)) notes.push((await start()).note);
    expect(notes).toEqual(['1 thread, relaxed', '1 thread, portable']);
  });
});
