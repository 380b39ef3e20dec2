import type { Command, RecordedBuffer } from './command.ts';

/** Codes of a product's last number: what it does to a result before it writes it. */
const activations: ReadonlyMap<string, number> = new Map([
  ['relu', 1],
  ['tanh', 2],
  ['sigmoid', 3],
]);

/**
 * Joins a product and the activation of its result where nothing else reads that result: the product writes what the activation
 * would have, with the same bits, and one pass over memory is saved.
 */
export function fuseActivations(commands: readonly Command[], buffers: readonly RecordedBuffer[]): Command[] {
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
      last !== 0 ||
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

/** Whether the activation reads only the product's result, and no other command uses that. */
function isOnlyBetween(
  product: Command,
  activation: Command,
  uses: readonly number[],
  buffers: readonly RecordedBuffer[],
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
    // The product reads its operands after it has begun to write.
    !operands.some(({ buffer }) => buffer === out!.buffer)
  );
}
