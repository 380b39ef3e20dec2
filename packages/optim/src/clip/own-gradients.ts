import { cast, contiguous, type Tensor, ValueError, valueText } from '@regopt/tensor';
import type { Gradients } from '../gradients.ts';

/**
 * The gradients as tensors that may be changed in place: each contiguous, and no two of them, nor a gradient and a
 * parameter, over one piece of memory. A backward pass may hand one tensor to two parameters (the two sides of a sum get
 * the same) or a broadcast view; such a gradient is copied, the others are taken as they are. Where the backward pass was
 * itself recorded, for a second one through it, all are copied: what it recorded may be any of them. What is no Map of
 * gradients, such as a list of parameters, is a ValueError in the name of `operation`.
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
