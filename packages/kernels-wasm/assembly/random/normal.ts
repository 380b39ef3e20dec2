import { integerAt, numberAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { logOfInteger, sineOfTurns } from './elementary';
import { philox, WORDS } from './philox';

/**
 * [out, key] n, mean, standardDeviation: by Box and Muller, two numbers from two words a, b:
 * r = sqrt(-2 ln((a + 1) 2^-32)); r cos(2 pi b 2^-32), r sin(2 pi b 2^-32), all in f64 and rounded once.
 */
export function normal_f32(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const key = pointerAt(args, 1);
  const n = integerAt(args, 2, 0);
  const mean = numberAt(args, 2, 1);
  const deviation = numberAt(args, 2, 2);
  const words = scratch(thread);
  const end = shareEnd(n, 64, thread, threads);
  for (let i = shareStart(n, 64, thread, threads); i < end; i += 2) {
    if ((i & (WORDS - 1)) == 0) philox(words, key, i >> 2);
    const pair = words + (<usize>(i & (WORDS - 1)) << 2);
    const radius = sqrt<f64>(-2 * (logOfInteger(<f64>load<u32>(pair) + 1) - 22.180709777918249));
    const turn = <f64>load<u32>(pair, 4) * (1 / 4294967296.0);
    const at = out + (<usize>i << 2);
    store<f32>(at, <f32>(mean + deviation * (radius * sineOfTurns(turn, 1))));
    if (i + 1 < end) store<f32>(at, <f32>(mean + deviation * (radius * sineOfTurns(turn, 0))), 4);
  }
}
