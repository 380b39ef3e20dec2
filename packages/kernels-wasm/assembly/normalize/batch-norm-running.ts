import { integerAt, numberAt, pointerAt, shareEnd, shareStart } from '../args';

// Places among the numbers.
const CHANNELS: i32 = 0;
const FACTOR: i32 = 1;
const UNBIAS: i32 = 2;

/** Leaves out a side of weight 0, whose infinite values would otherwise give NaN. */
// @ts-ignore: decorator
@inline function join(running: usize, batch: f64, factor: f64): void {
  if (factor == 0) return;
  store<f32>(running, <f32>(factor == 1 ? batch : (1 - factor) * <f64>load<f32>(running) + factor * batch));
}

/**
 * [runningMean, runningVariance, mean, variance] C, factor, unbias: running = (1 - factor) running + factor
 * {mean, variance unbias}, in f64 and rounded once. A factor of 0 or 1 leaves out one side.
 */
export function batchNormRunning_f32(args: usize, thread: i32, threads: i32): void {
  const runningMean = pointerAt(args, 0);
  const runningVariance = pointerAt(args, 1);
  const mean = pointerAt(args, 2);
  const variance = pointerAt(args, 3);
  const c = integerAt(args, 4, CHANNELS);
  const factor = numberAt(args, 4, FACTOR);
  const unbias = numberAt(args, 4, UNBIAS);
  const end = shareEnd(c, 16, thread, threads);
  for (let i = shareStart(c, 16, thread, threads); i < end; i++) {
    const at = <usize>i << 2;
    join(runningMean + at, <f64>load<f32>(mean + at), factor);
    join(runningVariance + at, <f64>load<f32>(variance + at) * unbias, factor);
  }
}
