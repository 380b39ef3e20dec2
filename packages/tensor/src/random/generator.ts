import type { Backend } from '../backend/backend.ts';
import { getBackend } from '../backend/current-backend.ts';
import { valueText } from '../check/option-fault.ts';
import { ValueError } from '../errors.ts';
import { fillOnHost } from '../memory/fill-on-host.ts';
import { emptyOn } from '../tensor/create.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { philox } from './philox.ts';

/** The position of a generator, to continue from. The seed is a decimal string, since it has 64 bits. */
export interface GeneratorState {
  readonly seed: string;
  readonly draws: number;
}

/**
 * A source of random draws. Each draw is a key of four words, `[seed low, seed high, draw low, draw high]`,
 * in memory that kernels read. Element i of a draw comes from Philox with counter
 * `[i >>> 2, 0, draw low, draw high]` and the seed as its key, so a value depends only on (seed, draw,
 * index).
 */
export class Generator {
  /** The seed's lower and upper 32 bits. */
  readonly seedWords: readonly [number, number];
  readonly #seed: bigint;
  #draws = 0;

  constructor(seed: bigint) {
    this.#seed = seed;
    this.seedWords = [Number(seed & 0xffffffffn), Number(seed >> 32n)];
  }

  /**
   * The next draw's key, an i32 tensor of shape [4]. In a captured step it advances at each replay.
   *
   * @param backend where the key is allocated: pass that of the tensors to be drawn. Default: the current one
   */
  draw(backend: Backend = getBackend()): Tensor {
    const key = emptyOn(backend, [4], 'i32');
    fillOnHost(key, this.#writeNext, this);
    return key;
  }

  /** The next draw's key on the host, as four numbers in -2^31..2^31-1. */
  drawWords(): readonly [number, number, number, number] {
    const words: [number, number, number, number] = [0, 0, 0, 0];
    this.#writeNext(words);
    return words;
  }

  /**
   * Another generator, derived from this one's seed and a number. It is independent of this one and of all
   * other forks.
   */
  fork(stream: number): Generator {
    if (!Number.isSafeInteger(stream) || stream < 0) {
      throw new ValueError(`fork: the stream is a whole number >= 0, got ${valueText(stream)}.`);
    }
    const [low, high] = this.seedWords;
    const words = new Uint32Array(4);
    // Counter word 1 is 1 here and 0 in every draw, so no fork's seed is also a drawn value.
    philox(words, low, high, stream >>> 0, 1, Math.floor(stream / 4294967296), 0);
    return new Generator((BigInt(words[1]!) << 32n) | BigInt(words[0]!));
  }

  state(): GeneratorState {
    return { seed: this.#seed.toString(), draws: this.#draws };
  }

  /** Continues from a saved state, which must have the same seed. */
  load(state: GeneratorState): void {
    if (typeof (state as GeneratorState | undefined)?.seed !== 'string')
      throw new ValueError(`load: a state is what state() gave, got ${valueText(state)}.`);
    if (state.seed !== this.#seed.toString()) {
      throw new ValueError(`load: the state has seed ${state.seed}, the generator has ${this.#seed}.`);
    }
    if (!Number.isSafeInteger(state.draws) || state.draws < 0) {
      throw new ValueError(`load: draws is a whole number >= 0, got ${valueText(state.draws)}.`);
    }
    this.#draws = state.draws;
  }

  /**
   * Writes the next key and counts the draw. One function, made once and writing in place: a replay makes no
   * garbage.
   */
  readonly #writeNext = (key: { [word: number]: number }): void => {
    const draw = this.#draws++;
    key[0] = this.seedWords[0] | 0;
    key[1] = this.seedWords[1] | 0;
    key[2] = draw | 0;
    key[3] = Math.floor(draw / 4294967296);
  };
}

/**
 * A random generator (Philox4x32-10) of the given seed, a whole number in 0..2^64-1.
 *
 * @throws ValueError for any other seed.
 * @example
 * ```ts
 * import { createGenerator, normal } from '@regopt/tensor';
 * const generator = createGenerator(42);
 * normal([2], generator).toArray(); // -0.97019, 0.19402 on every machine
 * generator.state(); // { seed: '42', draws: 1 }
 * ```
 */
export function createGenerator(seed: number | bigint): Generator {
  const valid =
    typeof seed === 'bigint' ? seed >= 0n && seed < 1n << 64n : Number.isSafeInteger(seed) && seed >= 0;
  if (!valid)
    throw new ValueError(
      'createGenerator: the seed is a whole number in 0..2^64-1 (a bigint past 2^53), got ' +
        `${typeof seed === 'bigint' ? seed : valueText(seed)}.`,
    );
  return new Generator(BigInt(seed));
}

/** Refuses what is not a generator; one of another installed copy passes. */
export function checkGenerator(operation: string, generator: Generator): void {
  if (typeof (generator as Partial<Generator> | undefined)?.draw !== 'function')
    throw new ValueError(
      `${operation}: needs a generator: createGenerator(seed), got ${valueText(generator)}.`,
    );
}
