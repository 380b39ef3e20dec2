import { describe, expect, it } from 'vitest';
import { chartAxis, placeOn } from './chart-axis.ts';

const texts = (axis: ReturnType<typeof chartAxis>) => axis.ticks.map(({ text }) => text);

describe('chartAxis', () => {
  it('rounds a linear axis outward to its ticks', () => {
    const axis = chartAxis('loss', 0, 0.63);
    expect(axis.domain).toEqual([0, 0.7]);
    expect(texts(axis)).toEqual(['0', '0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7']);
  });

  it('keeps its ends on request, and has only whole ticks for counts', () => {
    const axis = chartAxis('epoch', 0, 3, { nice: false, whole: true, tickCount: 7 });
    expect(axis.domain).toEqual([0, 3]);
    expect(texts(axis)).toEqual(['0', '1', '2', '3']);
  });

  it('has 1, 2 and 5 of each power of ten on a short logarithmic axis, and fewer on longer ones', () => {
    expect(texts(chartAxis('loss', 0.01, 1, { kind: 'log' }))).toEqual([
      '0.01',
      '0.02',
      '0.05',
      '0.1',
      '0.2',
      '0.5',
      '1',
    ]);
    expect(texts(chartAxis('loss', 0.001, 1, { kind: 'log' }))).toEqual([
      '0.001',
      '0.003',
      '0.01',
      '0.03',
      '0.1',
      '0.3',
      '1',
    ]);
    expect(texts(chartAxis('loss', 0.01, 1e30, { kind: 'log' })).length).toBeLessThan(8);
  });

  it('opens a range that is a single value', () => {
    expect(chartAxis('loss', 2, 2, { nice: false }).domain).toEqual([1, 3]);
    expect(chartAxis('loss', 0, 0, { nice: false }).domain).toEqual([0, 1]);
    expect(chartAxis('loss', 2, 2, { kind: 'log' }).domain).toEqual([1, 4]);
  });
});

describe('placeOn', () => {
  it('goes from 0 to 1 along an axis, evenly or by factors', () => {
    const linear = chartAxis('x', 2, 4, { nice: false });
    expect([2, 3, 4].map((value) => placeOn(linear, value))).toEqual([0, 0.5, 1]);
    const log = chartAxis('x', 0.01, 1, { kind: 'log' });
    expect(placeOn(log, 0.1)).toBeCloseTo(0.5, 12);
  });

  it('puts a zero below a logarithmic axis, at a finite position', () => {
    expect(placeOn(chartAxis('x', 0.01, 1, { kind: 'log' }), 0)).toBeCloseTo(-0.5, 12);
  });
});
