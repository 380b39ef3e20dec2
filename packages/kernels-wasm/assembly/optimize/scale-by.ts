import { NUMBER_BYTES } from '../abi';
import { ELEMENT_BLOCK, numbersAt } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { repeatsOf, shareParameters } from './repeats';

@unmanaged class ScaleBy {
  factor: usize;

  @inline run(own: usize, start: i32, end: i32, _block: i32, _first: i32): void {
    const factor = f32x4.splat(<f32>load<f64>(this.factor));
    const x = load<usize>(own);
    for (let i = start; i < end; i += 4) {
      const at = x + (<usize>i << 2);
      const lanes = min(end - i, 4);
      storeLanes(at, f32x4.mul(loadLanes(at, lanes), factor), lanes);
    }
  }
}

/**
 * [factor(f64), x...] count, sizes...: every x *= factor in place, with the factor rounded to f32 first, like
 * PyTorch's clip
 */
export function scaleBy_f32(args: usize, thread: i32, threads: i32): void {
  const sizes = numbersAt(args, 1 + repeatsOf(args, 1, 1)) + NUMBER_BYTES;
  shareParameters<ScaleBy>(args, 1, 1, sizes, ELEMENT_BLOCK, thread, threads);
}
