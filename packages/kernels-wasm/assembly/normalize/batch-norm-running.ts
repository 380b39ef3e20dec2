import { integerAt, numberAt, pointerAt, shareEnd, shareStart } from '../args';

/**
 * [runningMean, runningVariance, mean, variance] C, factor, unbias:
 * running = (1 - factor) running + factor {mean, variance unbias}, in f64 and rounded once.
 */
export function batchNormRunning_f32(args: usize, thread: i32, threads: i32): void {
  const runningMean = pointerAt(args, 0);
  const runningVariance = pointerAt(args, 1);
  const mean = pointerAt(args, 2);
  const variance = pointerAt(args, 3);
  const c = integerAt(args, 4, 0);
  const factor = numberAt(args, 4, 1);
  const unbias = numberAt(args, 4, 2);
  const end = shareEnd(c, 16, thread, threads);
  for (let i = shareStart(c, 16, thread, threads); i < end; i++) {
    const at = <usize>i << 2;
    const m = (1 - factor) * <f64>load<f32>(runningMean + at) + factor * <f64>load<f32>(mean + at);
    const v = (1 - factor) * <f64>load<f32>(runningVariance + at) + factor * (<f64>load<f32>(variance + at) * unbias);
    store<f32>(runningMean + at, <f32>m);
    store<f32>(runningVariance + at, <f32>v);
  }
}
