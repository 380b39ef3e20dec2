import { describe, expect, it } from 'vitest';
import { formatCount } from './format-count.ts';
import { formatDuration } from './format-duration.ts';
import { formatLoss } from './format-loss.ts';
import { formatNumber } from './format-number.ts';
import { formatPercent } from './format-percent.ts';

describe('numbers in the report', () => {
  it('have only as many digits as they need', () => {
    expect([0, 0.1 + 0.2, 1234.5678, -2.5, 0.00003, 1.5e7].map((value) => formatNumber(value))).toEqual([
      '0',
      '0.3',
      '1235',
      '\u22122.5',
      '3e\u22125',
      '1.5e7',
    ]);
  });

  it('are words if they are not finite', () => {
    expect(
      [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => formatLoss(value)),
    ).toEqual(['not a number', 'infinite', '\u2212infinite']);
  });

  it('show losses to four decimals, and tiny or huge ones by their power of ten', () => {
    expect([0.05614, -0.001, 0, 2e-6, 123456, 1e20].map(formatLoss)).toEqual([
      '0.0561',
      '\u22120.0010',
      '0.0000',
      '2e\u22126',
      '123000',
      '1e20',
    ]);
  });

  it('show shares in percent, without a minus before a zero', () => {
    expect(formatPercent(0.98464)).toBe('98.46%');
    expect(formatPercent(-0.00001)).toBe('0.00%');
    expect(formatPercent(-0.015, 1)).toBe('\u22121.5%');
  });

  it('separate thousands', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
  });

  it('give durations in seconds, minutes or hours', () => {
    expect([0, 31.44, 59.96, 125, 3600, 3725].map(formatDuration)).toEqual([
      '0.0 s',
      '31.4 s',
      '1 min 0 s',
      '2 min 5 s',
      '1 h 0 min',
      '1 h 2 min',
    ]);
  });
});
