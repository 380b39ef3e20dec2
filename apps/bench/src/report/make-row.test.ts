import { describe, expect, it } from 'vitest';
import { fakeSuite } from '../testing/fake-suite.ts';
import { makeRow } from './make-row.ts';

const pairs = (...list: [ours: number, theirs: number][]) => list.map(([ours, theirs]) => ({ ours, theirs }));
const [small] = fakeSuite.cases;

describe('makeRow', () => {
  it('reports medians in the unit, and the median of the ratios', () => {
    const row = makeRow(
      fakeSuite,
      small,
      {
        threads: 1,
        ours: [1e-6, 2e-6, 9e-6],
        peers: [{ peer: 'slow', pairs: pairs([1e-6, 8e-6], [2e-6, 8e-6], [9e-6, 9e-6]) }],
        limit: pairs([1e-6, 1e-6], [2e-6, 1e-6], [9e-6, 1e-6]),
      },
      3,
    );
    expect(row).toEqual({
      suite: 'fake',
      case: 'small',
      threads: 1,
      unit: 'GFLOP/s',
      ours: 0.5,
      peers: { slow: 0.125 },
      limit: 1,
      ratios: { slow: 4 },
      notes: {},
    });
  });

  it('counts times in milliseconds and microseconds as they are', () => {
    const result = { threads: 1, ours: [0.002], peers: [], limit: undefined };
    expect(makeRow({ ...fakeSuite, unit: 'ms/step' }, small, result, 1)).toMatchObject({
      ours: 2,
      limit: null,
    });
    expect(makeRow({ ...fakeSuite, unit: 'us/step' }, small, result, 1).ours).toBe(2000);
  });

  it('takes the fastest way of running a peer and names it', () => {
    const row = makeRow(
      fakeSuite,
      small,
      {
        threads: 1,
        ours: [1e-6],
        peers: [
          { peer: 'P', pairs: pairs([1e-6, 4e-6]), note: '1 thread' },
          { peer: 'P', pairs: pairs([1e-6, 2e-6]), note: '2 threads' },
          { peer: 'P', skipped: 'no third core' },
        ],
        limit: undefined,
      },
      1,
    );
    expect(row).toMatchObject({ peers: { P: 0.5 }, ratios: { P: 2 }, notes: { P: '2 threads' } });
  });

  it('names why a peer has no number', () => {
    const peers = [{ peer: 'P', skipped: 'no torch' }];
    const row = makeRow(fakeSuite, small, { threads: 1, ours: [1], peers, limit: undefined }, 7);
    expect(row).toMatchObject({ peers: {}, ratios: {}, notes: { P: 'skipped: no torch' } });
  });

  it('says of a slow peer that it was timed in fewer pairs', () => {
    const peers = [{ peer: 'P', pairs: pairs([1, 90]), note: 'Adam' }];
    const row = makeRow(fakeSuite, small, { threads: 1, ours: [1], peers, limit: undefined }, 7);
    expect(row.notes).toEqual({ P: 'Adam, 1 pair only' });
  });
});
