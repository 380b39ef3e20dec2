import { describe, expect, it } from 'vitest';
import { chartAxis } from './chart-axis.ts';
import { plotFrame } from './plot-frame.ts';

describe('the frame of a chart', () => {
  it('leaves out numbers below the axis that would run into each other', () => {
    const format = (value: number) => `${value} epochs`;
    const below = (epochs: number): string[] => {
      const x = chartAxis('', 0, epochs, { nice: false, tickCount: 5, format });
      const frame = plotFrame(
        { label: 'loss', width: 300, height: 150, x, y: chartAxis('', 0, 1) },
        () => '',
      );
      return [...frame.markup.matchAll(/text-anchor="middle">([^<]*)</g)].map(([, text]) => text!);
    };
    expect(below(2)).toEqual(['0 epochs', '1 epochs', '2 epochs']);
    expect(below(5)).toEqual(['0 epochs', '2 epochs', '4 epochs']);
  });
});
