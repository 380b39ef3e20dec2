import {
  GradientError,
  isAsynchronous,
  shareState,
  type Tensor,
  tick,
  ValueError,
  valueText,
} from '@regopt/tensor';
import { checkSource } from './overwritten.ts';
import type { BackwardClosure, TapeNode } from './tape-node.ts';

interface TapeState {
  recording: boolean;
}

/**
 * Raise it when older copies could not walk new nodes: a copy refuses to run beside one with another number.
 * It counts changes of released versions: 1 is the first release's.
 */
const protocol = 1;

let own: TapeState | undefined;

/** The one tape of this process or page, made on first use. All installed copies of the package use it. */
function tape(): TapeState {
  return (own ??= shareState('@regopt/autograd/tape', protocol, { recording: true }));
}

/**
 * Records how `output` was made, if recording is on and an input requires a gradient, and returns it. This
 * one call makes an op differentiable: it takes a closure per input, written in ops, so that it can be
 * differentiated again.
 *
 * @param output fresh, or a view of an input
 * @param inputs all tensors besides the output that a closure reads and a user can write in place: `backward`
 *   refuses to call a closure on overwritten values. Inputs without a gradient, such as labels, have no
 *   closure
 * @throws GradientError for an input whose values are no longer those that its op made.
 * @example
 * ```ts
 * import { mul, record } from '@regopt/autograd';
 * import { contiguous, defineKernel, emptyLike, run, type Tensor } from '@regopt/tensor';
 * const doubleKernel = defineKernel('double', ([y, x], [n]) => {
 *   for (let i = 0; i < n!; i++) y![i] = 2 * x![i]!;
 * });
 * function double(x: Tensor): Tensor {
 *   const y = emptyLike(x);
 *   run(doubleKernel, [y, contiguous(x)], [x.size]); // x may be a view, and a gradient too
 *   return record('double', y, [x], [(dy) => mul(dy, 2)]);
 * }
 * ```
 */
export function record(
  name: string,
  output: Tensor,
  inputs: readonly Tensor[],
  closures: readonly (BackwardClosure | undefined)[],
): Tensor {
  const state = tape();
  if (!state.recording) return output;
  for (let i = 0; i < inputs.length; i++) {
    if (inputs[i]!.requiresGrad && closures[i] !== undefined) {
      for (let j = i; j < inputs.length; j++) if (closures[j] !== undefined) checkSource(name, inputs[j]!, j);
      // The node first: with it, setting requiresGrad does not count as a switch by the user.
      output.node = { id: tick(), name, inputs, closures, output: output.storage } satisfies TapeNode;
      output.requiresGrad = true;
      return output;
    }
  }
  return output;
}

/**
 * Records a gradient that a fused kernel computed and that has no derivative of its own: differentiating it
 * is an error that says so.
 *
 * @param name the op's name, for the error
 * @throws GradientError not here, but when the gradient is differentiated in turn.
 * @example
 * ```ts
 * import { backward, defineGradientKernel, defineUnaryKernel, parameter, record } from '@regopt/autograd';
 * import { recordFusedGradient, runElementwise } from '@regopt/autograd';
 * import { type Tensor, tensor } from '@regopt/tensor';
 * const cubeKernel = defineUnaryKernel('fusedCube', (x) => x * x * x);
 * const cubeGradKernel = defineGradientKernel('fusedCubeGrad', (x, dy) => 3 * x * x * dy);
 * function cube(x: Tensor): Tensor {
 *   const gradient = (dy: Tensor) =>
 *     recordFusedGradient('cube', runElementwise(cubeGradKernel, [x, dy]), [x, dy]);
 *   return record('cube', runElementwise(cubeKernel, [x]), [x], [gradient]);
 * }
 * const w = parameter(tensor(2));
 * backward(cube(w)).get(w)?.item(); // 12
 * ```
 */
export function recordFusedGradient(name: string, output: Tensor, inputs: readonly Tensor[]): Tensor {
  const refuse = (): never => {
    throw new GradientError(
      `${name}: its gradient is one fused kernel and has no derivative. ` +
        'Compose it from other ops for second derivatives.',
    );
  };
  return record(
    `${name}Gradient`,
    output,
    inputs,
    inputs.map(() => refuse),
  );
}

/**
 * True while ops are being recorded.
 *
 * @example
 * ```ts
 * import { isRecording, noGrad } from '@regopt/autograd';
 * isRecording(); // true
 * noGrad(isRecording); // false
 * ```
 */
export function isRecording(): boolean {
  return tape().recording;
}

/**
 * Calls `fn` with recording switched on or off, and restores it afterwards, also after an error. `noGrad` is
 * the switch for users; this one is for functions that compute gradients themselves.
 *
 * @param operation the name of the calling function, for the error
 * @throws GradientError when `fn` is asynchronous: its rest would run with recording restored.
 * @example
 * ```ts
 * import { isRecording, noGrad, withRecording } from '@regopt/autograd';
 * noGrad(() => withRecording('myGradient', true, () => isRecording())); // true
 * ```
 */
export function withRecording<T>(operation: string, recording: boolean, fn: () => T): T {
  if (typeof fn !== 'function') throw new ValueError(`${operation}: takes a function, got ${valueText(fn)}.`);
  const state = tape();
  const former = state.recording;
  state.recording = recording;
  try {
    const result = fn();
    if (isAsynchronous(result)) {
      throw new GradientError(
        `${operation}: the function is asynchronous. ` +
          'Recording is switched for one call: await outside of it.',
      );
    }
    return result;
  } finally {
    state.recording = former;
  }
}
