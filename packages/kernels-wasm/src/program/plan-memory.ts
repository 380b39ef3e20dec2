import type { CapturedBuffer } from './command.ts';
import { elementsOf, type Group } from './group-commands.ts';

/** Offsets of a program's movable buffers, in bytes from the start of one block. */
export interface MemoryPlan {
  /** By buffer; undefined for a buffer that is not movable, or that no command uses. */
  readonly offsets: readonly (number | undefined)[];
  readonly byteLength: number;
}

interface Span {
  readonly buffers: number[];
  readonly byteLength: number;
  readonly first: number;
  last: number;
  offset: number;
}

const alignment = 64;

/**
 * Places the buffers that only the program's kernels use. Buffers share memory if no group of commands is in
 * both lifetimes (first to last use). Greedy: largest first, each at the lowest offset that is free during
 * its lifetime. The result of an elementwise command overwrites its operand if the operand is not used later.
 */
export function planMemory(groups: readonly Group[], buffers: readonly CapturedBuffer[]): MemoryPlan {
  const spans: (Span | undefined)[] = new Array(buffers.length).fill(undefined);
  const lastUse = lastUses(groups, buffers.length);
  for (const [at, { commands }] of groups.entries()) {
    for (const command of commands) {
      const inherited = heir(command);
      for (const { buffer } of command.places) {
        if (!buffers[buffer]!.movable) continue;
        spans[buffer] ??= adopt(buffer, inherited) ?? {
          buffers: [buffer],
          byteLength: buffers[buffer]!.byteLength,
          first: at,
          last: at,
          offset: 0,
        };
        spans[buffer].last = at;
      }
    }
  }
  const distinct = [...new Set(spans.filter((span) => span !== undefined))];
  const byteLength = place(distinct);
  return { offsets: spans.map((span) => span?.offset), byteLength };

  /**
   * The span of an operand that an elementwise command may overwrite: not used later, and as long as the
   * result.
   */
  function heir(command: Group['commands'][number]): Span | undefined {
    const elements = elementsOf(command);
    const [out, ...operands] = command.places;
    if (elements === 0 || spans[out!.buffer] !== undefined || out!.byteOffset !== 0) return undefined;
    const { byteLength } = buffers[out!.buffer]!;
    const operand = operands.find(
      ({ buffer, byteOffset }, i) =>
        byteOffset === 0 &&
        command.sizes[i + 1] === elements &&
        command.entry.dtypes[i + 1] === command.entry.dtypes[0] &&
        buffers[buffer]!.byteLength === byteLength &&
        lastUse[buffer] === command &&
        spans[buffer] !== undefined,
    );
    return operand && spans[operand.buffer];
  }

  function adopt(buffer: number, span: Span | undefined): Span | undefined {
    span?.buffers.push(buffer);
    return span;
  }
}

function lastUses(groups: readonly Group[], count: number) {
  const last: (Group['commands'][number] | undefined)[] = new Array(count).fill(undefined);
  for (const { commands } of groups) {
    for (const command of commands) for (const { buffer } of command.places) last[buffer] = command;
  }
  return last;
}

/** Sets each span's offset, and returns the total number of bytes. */
function place(spans: readonly Span[]): number {
  const placed: Span[] = [];
  let end = 0;
  for (const span of [...spans].sort((a, b) => b.byteLength - a.byteLength)) {
    const others = placed
      .filter(({ first, last }) => first <= span.last && span.first <= last)
      .sort((a, b) => a.offset - b.offset);
    let offset = 0;
    for (const other of others) {
      if (offset + span.byteLength <= other.offset) break;
      offset = Math.max(offset, aligned(other.offset + other.byteLength));
    }
    span.offset = offset;
    placed.push(span);
    end = Math.max(end, aligned(offset + span.byteLength));
  }
  return end;
}

const aligned = (bytes: number) => Math.ceil(bytes / alignment) * alignment;
