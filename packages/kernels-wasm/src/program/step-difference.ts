import type { CapturedStep, Command, HostCallback, Place } from './command.ts';

type Compare = (was: Place, is: Place) => string;

/**
 * The first difference between a captured step and another run of it, as a clause that ends a sentence;
 * undefined if there is none. Memory made outside the step must be the same. Memory made by the step may have
 * another address, if it takes the same places in every command.
 */
export function stepDifference(was: CapturedStep, is: CapturedStep): string | undefined {
  const placeDifference = comparePlaces(was, is);
  // Indexed loops: this code runs too rarely to be optimised by the engine.
  for (let i = 0; i < is.commands.length && i < was.commands.length; i++) {
    const fault = commandDifference(was.commands[i]!, is.commands[i]!, placeDifference);
    if (fault) return `command ${i + 1} of ${was.commands.length}, ${nameOf(was.commands, i)}: ${fault}`;
  }
  for (const [name, then, now] of [
    ['commands', was.commands.length, is.commands.length],
    ['host callbacks', was.callbacks.length, is.callbacks.length],
  ])
    if (now !== then) return `the step ran ${now} ${name}, and ${then} when it was captured`;
  for (let i = 0; i < is.callbacks.length; i++) {
    const fault = callbackDifference(was.callbacks[i]!, is.callbacks[i]!, placeDifference);
    if (fault) return `host callback ${i + 1} of ${was.callbacks.length}: ${fault}`;
  }
  return undefined;
}

/** Compares places. Remembers which buffers of the two steps correspond. */
function comparePlaces({ buffers: former }: CapturedStep, { buffers }: CapturedStep): Compare {
  /** The corresponding buffer of the captured step; -1 before the first use. */
  const pairs = new Int32Array(buffers.length).fill(-1);
  const taken = new Uint8Array(former.length);
  return (was, is) => {
    const { own, handle } = buffers[is.buffer]!;
    const other = former[was.buffer]!;
    if (own && pairs[is.buffer]! < 0 && taken[was.buffer] === 0) {
      pairs[is.buffer] = was.buffer;
      taken[was.buffer] = 1;
    }
    const same = own === other.own && (own ? pairs[is.buffer] === was.buffer : handle === other.handle);
    if (!same) return `is another tensor, ${own ? 'made in' : 'from outside of'} the step`;
    return was.byteOffset === is.byteOffset
      ? ''
      : `begins at byte ${is.byteOffset}, began at ${was.byteOffset}`;
  };
}

function commandDifference(was: Command, is: Command, placeDifference: Compare): string {
  if (is.entry !== was.entry) return entryDifference(was.entry, is.entry);
  for (let i = 0; i < is.sizes.length; i++) {
    if (is.sizes[i] !== was.sizes[i])
      return `operand ${i + 1} had ${was.sizes[i]} elements, has ${is.sizes[i]}`;
    const fault = placeDifference(was.places[i]!, is.places[i]!);
    if (fault) return `operand ${i + 1} ${fault}`;
  }
  return numberDifference('number', was.numbers, is.numbers);
}

function entryDifference(was: Command['entry'], is: Command['entry']): string {
  if (is.name !== was.name) return `was ${was.name}, is ${is.name}`;
  if (String(is.dtypes) === String(was.dtypes))
    return 'another kernel of that name: define it once, outside of the step';
  return `took ${was.dtypes.join(', ')}, takes ${is.dtypes.join(', ')}`;
}

function callbackDifference(was: HostCallback, is: HostCallback, placeDifference: Compare): string {
  if (is.position !== was.position || is.onlyReads !== was.onlyReads)
    return `runs after ${is.position} commands, and ran after ${was.position}`;
  if (is.target && was.target) {
    const fault = placeDifference(was.target, is.target);
    if (fault) return `its tensor ${fault}`;
  }
  const [now, then] = [is.fixed, was.fixed];
  if (isList(now) && isList(then)) return numberDifference('value', then, now);
  return now === then ? '' : 'uses another generator, optimizer or source of values';
}

function numberDifference(name: string, was: ArrayLike<number>, is: ArrayLike<number>): string {
  for (let i = 0; i < is.length; i++) {
    if (!Object.is(was[i], is[i])) return `${name} ${i + 1} was ${text(was[i]!)}, is ${text(is[i]!)}`;
  }
  return is.length === was.length ? '' : `had ${was.length} ${name}s, has ${is.length}`;
}

const text = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

const isList = (value: unknown): value is ArrayLike<number> =>
  Array.isArray(value) || ArrayBuffer.isView(value);

/** The name of a command; for a fill, also the first command that reads the filled memory. */
function nameOf(commands: readonly Command[], at: number): string {
  const { entry, places } = commands[at]!;
  const reader =
    entry.name === 'fill' &&
    commands.slice(at + 1).find((next) => next.places.some(({ buffer }) => buffer === places[0]!.buffer));
  return reader ? `${entry.name} for ${reader.entry.name}` : entry.name;
}
