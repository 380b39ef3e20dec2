import { describe, expect, it } from 'vitest';
import { chartAxis } from './chart-axis.ts';
import { plotFrame } from './plot-frame.ts';

describe('the frame of a chart', () => {
  it('leaves out numbers below the axis that would run into each other', () => {
    const below = (epochs: number): string[] => {
      const x = chartAxis('epoch', 0, epochs, { nice: false, whole: true, tickCount: 3 });
      const y = chartAxis('', 0, 1);
      const frame = plotFrame({ label: 'loss', width: 220, height: 150, x, y }, () => '');
      return [...frame.markup.matchAll(/text-anchor="middle">([^<]*)</g)].map(([, text]) => text!);
    };
    expect(below(1000)).toEqual(['0', '500', '1000']);
    expect(below(9_000_000).length).toBeLessThan(
      chartAxis('epoch', 0, 9_000_000, { nice: false, tickCount: 3 }).ticks.length,
    );
  });
});
