import { pointerAt, shareEnd, shareStart } from '../args';
import { choose, loadLanes, storeLanes } from '../lanes';
import { flipOf } from './flip';
import { allBlocks, BLOCK, blocksOf, numbersOf, repeatsOf, sizeAt } from './repeats';

/** One step of this thread's share of all parameters; `tensors` of each: 5, or 6 with amsgrad's largest second moment. */
// @ts-ignore: decorator
@inline export function adamSteps(args: usize, tensors: i32, decoupled: bool, thread: i32, threads: i32): void {
  const count = repeatsOf(args, 0, tensors);
  const sizes = numbersOf(args, count * tensors) + 8;
  const all = allBlocks(sizes, count, BLOCK);
  let first = shareStart(all, 1, thread, threads);
  let last = shareEnd(all, 1, thread, threads);
  for (let i = 0; i < count && last > 0; i++) {
    const n = sizeAt(sizes, i);
    const blocks = blocksOf(n, BLOCK);
    const own = args + <usize>(i * tensors * 4);
    if (first < blocks) adamStep(own, tensors, decoupled, max(first, 0) * BLOCK, min(last * BLOCK, n));
    first -= blocks;
    last -= blocks;
  }
}

/**
 * Adam's step over the elements [start, end) of one parameter, in PyTorch's order of operations but for one quotient by a
 * constant, a product here: divisions are what this loop waits for. hyper (f64): learningRate, beta1, beta2, epsilon,
 * weightDecay, 1 - beta1^t, sqrt(1 - beta2^t), maximize; everything that is one number for all elements is computed from it
 * in f64. `decoupled` is AdamW: the parameter shrinks before the moments; otherwise the decay joins the gradient.
 */
// @ts-ignore: decorator
@inline function adamStep(args: usize, tensors: i32, decoupled: bool, start: i32, end: i32): void {
  const amsgrad = tensors == 6;
  const p = pointerAt(args, 0);
  const m = pointerAt(args, 1);
  const v = pointerAt(args, 2);
  const vMax = pointerAt(args, 3);
  const g = pointerAt(args, tensors - 2);
  const hyper = pointerAt(args, tensors - 1);
  const rate = load<f64>(hyper);
  const beta2 = load<f64>(hyper, 16);
  const weightDecay = load<f64>(hyper, 32);
  const beta1 = load<f64>(hyper, 8);
  // m moves from the end that it stays nearer to: m + (1 - beta1)(g - m), or g - beta1 (g - m), which is g where beta1 is 0.
  const slow = i32x4.splat(beta1 > 0.5 ? -1 : 0);
  const gain1 = f32x4.splat(<f32>(beta1 > 0.5 ? 1 - beta1 : -beta1));
  const keep2 = f32x4.splat(<f32>beta2);
  const gain2 = f32x4.splat(<f32>(1 - beta2));
  const epsilon = f32x4.splat(<f32>load<f64>(hyper, 24));
  const decay = f32x4.splat(<f32>weightDecay);
  const shrink = f32x4.splat(<f32>(1 - rate * weightDecay));
  const size = f32x4.splat(<f32>(rate / load<f64>(hyper, 40)));
  const correction = f32x4.splat(<f32>(1 / load<f64>(hyper, 48)));
  const flip = flipOf(load<f64>(hyper, 56));
  for (let i = start; i < end; i += 4) {
    const at = <usize>i << 2;
    const count = min(end - i, 4);
    let parameter = loadLanes(p + at, count);
    let gradient = v128.xor(loadLanes(g + at, count), flip);
    if (decoupled) parameter = f32x4.mul(parameter, shrink);
    else if (weightDecay != 0) gradient = f32x4.add(gradient, f32x4.mul(parameter, decay));
    const before = loadLanes(m + at, count);
    const from = choose(slow, before, gradient);
    const first = f32x4.add(from, f32x4.mul(gain1, f32x4.sub(gradient, before)));
    const squares = f32x4.mul(f32x4.mul(gain2, gradient), gradient);
    let second = f32x4.add(f32x4.mul(loadLanes(v + at, count), keep2), squares);
    storeLanes(m + at, first, count);
    storeLanes(v + at, second, count);
    if (amsgrad) {
      second = f32x4.max(loadLanes(vMax + at, count), second);
      storeLanes(vMax + at, second, count);
    }
    const denominator = f32x4.add(f32x4.mul(f32x4.sqrt(second), correction), epsilon);
    storeLanes(p + at, f32x4.sub(parameter, f32x4.div(f32x4.mul(size, first), denominator)), count);
  }
}
