import { createGenerator, ones, scope } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { describeLayer } from '../testing.ts';
import { Dropout2d } from './dropout2d.ts';

describeLayer('Dropout2d', {
  variants: [
    {
      title: 'of pictures',
      create: () => new Dropout2d(),
      input: [8, 9, 2, 3],
      output: [8, 9, 2, 3],
      random: true,
    },
  ],
  errors: [['refuses 1.5', () => new Dropout2d(1.5), 'Dropout2d: probability lies in 0..1, got 1.5.']],
});

describe('Dropout2d', () => {
  it('drops whole channels of single examples, with the given probability', () =>
    scope(() => {
      const [planes, plane] = [40_000, 6];
      const context = { training: true, generator: createGenerator(3) };
      const y = new Dropout2d(0.3).forward(ones([200, 200, 2, 3]), context).toArray();
      let dropped = 0;
      for (let at = 0; at < planes; at++) {
        const values = new Set(y.subarray(at * plane, (at + 1) * plane));
        expect(values.size).toBe(1);
        if (values.has(0)) dropped++;
        else expect(values).toEqual(new Set([Math.fround(1 / 0.7)]));
      }
      expect(Math.abs(dropped / planes - 0.3)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / planes));
    }));
});
