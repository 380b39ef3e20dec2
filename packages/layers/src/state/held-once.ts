import type { Tensor } from '@regopt/tensor';
import { walk } from './walk.ts';

/** The tensors of a layer with this `requiresGrad`, each once, under its first name. */
export function heldOnce(operation: string, layer: object, requiresGrad: boolean): Map<string, Tensor> {
  const seen = new Set<Tensor>();
  const held = new Map<string, Tensor>();
  for (const [name, tensor] of walk(operation, layer)) {
    if (tensor.requiresGrad === requiresGrad && !seen.has(tensor)) held.set(name, tensor);
    seen.add(tensor);
  }
  return held;
}
