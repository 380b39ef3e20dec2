import { sumRow } from '../reduce/sum-row';
import { sumSquaresRow } from './sum-squares-row';

/**
 * Mean and biased variance of one channel, `n` rows of s neighbours from x on, `step` bytes apart. In two passes, the mean
 * first, so that a mean far from 0 costs the variance nothing.
 */
export function statisticsOfRows(mean: usize, variance: usize, x: usize, n: i32, s: i32, step: usize): void {
  const count = <f64>n * <f64>s;
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) sum += sumRow(x + <usize>i * step, s);
  const average = <f32>(sum / count);
  let squares: f64 = 0;
  for (let i = 0; i < n; i++) squares += sumSquaresRow(x + <usize>i * step, s, average);
  store<f32>(mean, average);
  store<f32>(variance, <f32>(squares / count));
}
