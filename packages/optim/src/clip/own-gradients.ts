import { cast, contiguous, type Tensor, ValueError, valueText } from '@regopt/tensor';
import type { Gradients } from '../gradients.ts';

/**
 * The gradients as tensors that may be changed in place: each is contiguous, and no two of them share memory,
 * nor a gradient with its parameter. A backward pass may return one tensor for two parameters (both operands
 * of a sum) or a broadcast view; such a gradient is copied, the others are not. If the backward pass was
 * recorded, for second derivatives, all are copied, since the tape may need any of them. Anything but a Map
 * of gradients, such as a list of parameters, is a ValueError in the name of `operation`.
 */
export function ownGradients(operation: string, gradients: Gradients): [Tensor, Tensor][] {
  if (typeof gradients?.get !== 'function' || typeof gradients[Symbol.iterator] !== 'function') {
    throw new ValueError(
      `${operation}: takes the Map of gradients that backward(loss) gives, got ${valueText(gradients)}.`,
    );
  }
  const entries = [...gradients];
  const recorded = entries.some(([, gradient]) => gradient.requiresGrad);
  const taken = new Set(entries.map(([parameter]) => parameter.storage));
  return entries.map(([parameter, gradient]) => {
    const needed = recorded || taken.has(gradient.storage);
    const own = needed ? cast(gradient, gradient.dtype) : contiguous(gradient);
    taken.add(own.storage);
    return [parameter, own];
  });
}
