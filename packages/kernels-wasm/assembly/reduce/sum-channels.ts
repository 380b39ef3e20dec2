import { integerAt, numberAt, pointerAt, shareEnd, shareStart } from '../args';
import { ChannelNumber } from '../channel-number';
import { sumInF64 } from './sum-in-f64';
import { sumRow } from './sum-row';

/** Place among the numbers, after those of ChannelNumber. */
const DIVISOR: i32 = 3;

/** [out(C), x] N, C, S, divisor: the sum of each channel of x [N, C, S], divided. Shares are channels. */
export function sumChannels_f32(args: usize, thread: i32, threads: i32): void {
  const n = integerAt(args, 2, ChannelNumber.batch);
  const c = integerAt(args, 2, ChannelNumber.channels);
  const s = integerAt(args, 2, ChannelNumber.inner);
  const divisor = numberAt(args, 2, DIVISOR);
  const step = (<usize>c * s) << 2;
  const end = shareEnd(c, 1, thread, threads);
  for (let channel = shareStart(c, 1, thread, threads); channel < end; channel++) {
    const first = pointerAt(args, 1) + ((<usize>channel * s) << 2);
    let sum: f64 = 0;
    for (let i = 0; i < n; i++) sum += sumRow(first + <usize>i * step, s);
    if (!(abs(sum) < Infinity)) {
      sum = 0;
      for (let i = 0; i < n; i++) sum += sumInF64(first + <usize>i * step, s, 4);
    }
    store<f32>(pointerAt(args, 0) + (<usize>channel << 2), <f32>(sum / divisor));
  }
}
