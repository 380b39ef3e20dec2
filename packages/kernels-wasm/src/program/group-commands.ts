import type { Command } from './command.ts';

/** Commands that are run one after the other: once for each tile of a chain's elements, or once. */
export interface Group {
  readonly commands: readonly Command[];
  /** How many elements each command of a chain has; 0 for a single command. */
  readonly elements: number;
}

/** Maximum length of a chain: a network's are short, and each new command is compared with all before it. */
const maxChain = 64;

/** Elements of a command that computes each of them from those of the same index; 0 for any other. */
export function elementsOf({ entry, numbers, sizes }: Command): number {
  const elementwise = entry.row?.elementwise;
  if (elementwise === undefined || entry.call === undefined || entry.finish !== undefined) return 0;
  return elementwise === true ? numbers[0]! : elementwise(numbers, sizes);
}

/**
 * Puts commands together that compute element by element, one after the other, over as many elements: a chain, which is run
 * tile by tile, so that a tile is read from memory once and written once.
 */
export function groupCommands(commands: readonly Command[], minElements: number): Group[] {
  const groups: Group[] = [];
  let chain: Command[] = [];
  let elements = 0;
  const close = () => {
    if (chain.length > 0) groups.push({ commands: chain, elements: chain.length > 1 ? elements : 0 });
    chain = [];
  };
  for (const command of commands) {
    const own = elementsOf(command);
    if (own < minElements || own === 0) {
      close();
      groups.push({ commands: [command], elements: 0 });
      continue;
    }
    if (own !== elements || chain.length === maxChain || !chain.every((member) => fits(member, command, own)))
      close();
    elements = own;
    chain.push(command);
  }
  close();
  return groups;
}

/** True if every shared buffer is accessed at the same offset and length, or is a whole operand, which is only read. */
function fits(first: Command, second: Command, elements: number): boolean {
  return first.places.every((a, i) =>
    second.places.every((b, j) => {
      if (a.buffer !== b.buffer) return true;
      const whole = first.sizes[i] !== elements && second.sizes[j] !== elements;
      return whole || (a.byteOffset === b.byteOffset && first.sizes[i] === second.sizes[j]);
    }),
  );
}
