import { describe, expect, it } from 'vitest';
import { fakeSuite } from '../testing/fake-suite.ts';
import { makeRow } from './make-row.ts';

const pairs = (...list: [ours: number, theirs: number][]) => list.map(([ours, theirs]) => ({ ours, theirs }));
const [small] = fakeSuite.cases;
const facts = { threads: 1, build: 'relaxed', compiled: false } as const;

describe('makeRow', () => {
  it('reports medians in the unit, and the median of the ratios', () => {
    const row = makeRow(
      fakeSuite,
      small,
      {
        facts,
        ours: [1e-6, 2e-6, 9e-6],
        rivals: [{ name: 'slow', pairs: pairs([1e-6, 8e-6], [2e-6, 8e-6], [9e-6, 9e-6]) }],
        limit: pairs([1e-6, 1e-6], [2e-6, 1e-6], [9e-6, 1e-6]),
      },
      3,
    );
    expect(row).toEqual({
      suite: 'fake',
      case: 'small',
      unit: 'GFLOP/s',
      ...facts,
      ours: 0.5,
      rivals: { slow: 0.125 },
      ratios: { slow: 4 },
      limitName: 'multiplyAdd',
      limit: 1,
      share: 0.5,
      notes: {},
      samples: {
        ours: [1, 0.5, expect.closeTo(1 / 9, 12)],
        pairs: {
          slow: [
            [1, 0.125],
            [0.5, 0.125],
            [expect.closeTo(1 / 9, 12), expect.closeTo(1 / 9, 12)],
          ],
          limit: [
            [1, 1],
            [0.5, 1],
            [expect.closeTo(1 / 9, 12), 1],
          ],
        },
      },
      machine: { processor: expect.any(String), cores: expect.any(Number), node: process.version },
    });
  });

  it('counts times in milliseconds and microseconds as they are', () => {
    const result = { facts, ours: [0.002], rivals: [], limit: undefined };
    expect(makeRow({ ...fakeSuite, unit: 'ms/step' }, small, result, 1)).toMatchObject({
      ours: 2,
      limit: null,
      limitName: null,
      share: null,
    });
    expect(makeRow({ ...fakeSuite, unit: 'us/step' }, small, result, 1).ours).toBe(2000);
  });

  it('takes the fastest configuration of a rival and names it', () => {
    const row = makeRow(
      fakeSuite,
      small,
      {
        facts,
        ours: [1e-6],
        rivals: [
          { name: 'P', pairs: pairs([1e-6, 4e-6]), note: '1 thread' },
          { name: 'P', pairs: pairs([1e-6, 2e-6]), note: '2 threads' },
          { name: 'P', skipped: 'no third core' },
        ],
        limit: undefined,
      },
      1,
    );
    expect(row).toMatchObject({ rivals: { P: 0.5 }, ratios: { P: 2 }, notes: { P: '2 threads' } });
  });

  it('takes another configuration of a rival if the first one is skipped', () => {
    const rivals = [
      { name: 'P', skipped: 'no third core' },
      { name: 'P', pairs: pairs([1e-6, 2e-6]) },
    ];
    const row = makeRow(fakeSuite, small, { facts, ours: [1e-6], rivals, limit: undefined }, 1);
    expect(row).toMatchObject({ rivals: { P: 0.5 }, notes: {} });
  });

  it('gives the reason why a rival has no number', () => {
    const rivals = [{ name: 'P', skipped: 'no torch' }];
    const row = makeRow(fakeSuite, small, { facts, ours: [1], rivals, limit: undefined }, 7);
    expect(row).toMatchObject({ rivals: {}, ratios: {}, notes: { P: 'skipped: no torch' } });
  });

  it('notes that a slow rival was timed in fewer pairs', () => {
    const rivals = [{ name: 'P', pairs: pairs([1, 90]), note: 'Adam' }];
    const row = makeRow(fakeSuite, small, { facts, ours: [1], rivals, limit: undefined }, 7);
    expect(row.notes).toEqual({ P: 'Adam, 1 pair only' });
  });
});
