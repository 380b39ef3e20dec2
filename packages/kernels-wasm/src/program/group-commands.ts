import type { Command } from './command.ts';

/** A chain of commands that run together on each tile of their elements, or a single command. */
export interface Group {
  readonly commands: readonly Command[];
  /** Number of elements of each command of a chain; 0 for a single command. */
  readonly elements: number;
}

/** Max length of a chain. A network's are shorter; the limit bounds the pairwise comparison of commands. */
const maxChain = 64;

/**
 * Number of elements of an elementwise command, whose element i depends only on elements i; 0 for other
 * commands.
 */
export function elementsOf({ entry, numbers, sizes }: Command): number {
  const elementwise = entry.row?.elementwise;
  if (elementwise === undefined || entry.call === undefined || entry.finish !== undefined) return 0;
  return elementwise === true ? numbers[0]! : elementwise(numbers, sizes);
}

/**
 * Groups consecutive elementwise commands of equal length into chains. A chain runs tile by tile, so that
 * each tile goes through memory once.
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

/**
 * True if every shared buffer is accessed at the same offset and length, or is read whole by both, such as a
 * scalar.
 */
function fits(first: Command, second: Command, elements: number): boolean {
  return first.places.every((a, i) =>
    second.places.every((b, j) => {
      if (a.buffer !== b.buffer) return true;
      const whole = first.sizes[i] !== elements && second.sizes[j] !== elements;
      return whole || (a.byteOffset === b.byteOffset && first.sizes[i] === second.sizes[j]);
    }),
  );
}
