import { activationNone, activationRelu, activationSigmoid, activationTanh } from '../runtime/abi.ts';
import type { CapturedBuffer, Command } from './command.ts';

/** By elementwise kernel: the last number of a product that applies the same function to its result. */
const activations: ReadonlyMap<string, number> = new Map([
  ['relu', activationRelu],
  ['tanh', activationTanh],
  ['sigmoid', activationSigmoid],
]);

/**
 * Fuses a product and the activation of its result if nothing else reads that result: the product applies the
 * activation before it stores, with the same bits, which saves one pass over memory.
 */
export function fuseActivations(commands: readonly Command[], buffers: readonly CapturedBuffer[]): Command[] {
  const uses = new Array<number>(buffers.length).fill(0);
  for (const { places } of commands) for (const { buffer } of places) uses[buffer]! += 1;
  const fused: Command[] = [];
  for (const command of commands) {
    const activation = activations.get(command.entry.name);
    const product = fused.at(-1);
    const last = product?.numbers.at(-1);
    if (
      activation === undefined ||
      product === undefined ||
      last !== activationNone ||
      command.entry.call === undefined ||
      product.entry.call === undefined ||
      !product.entry.row?.activation ||
      !isOnlyBetween(product, command, uses, buffers)
    ) {
      fused.push(command);
      continue;
    }
    fused[fused.length - 1] = {
      ...product,
      places: [command.places[0]!, ...product.places.slice(1)],
      numbers: [...product.numbers.slice(0, -1), activation],
    };
  }
  return fused;
}

/** True if the activation reads exactly the product's result, and no other command uses that result. */
function isOnlyBetween(
  product: Command,
  activation: Command,
  uses: readonly number[],
  buffers: readonly CapturedBuffer[],
): boolean {
  const [written] = product.places;
  const [out, read] = activation.places;
  const operands = product.places.slice(1);
  return (
    buffers[written!.buffer]!.movable &&
    uses[written!.buffer] === 2 &&
    read!.buffer === written!.buffer &&
    read!.byteOffset === written!.byteOffset &&
    product.sizes[0] === activation.sizes[0] &&
    // The fused product must not overwrite its operands: it still reads them after its first store.
    !operands.some(({ buffer }) => buffer === out!.buffer)
  );
}
