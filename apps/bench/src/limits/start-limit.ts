import type { Contestant } from '../contestant.ts';
import { flopsOf } from '../unit.ts';
import type { Work } from '../work.ts';
import { compileLimits, type LimitExports } from './compile-limits.ts';
import type { LimitName } from './limit-name.ts';

/** Operations in a turn of `multiplyAdd`: 12 multiply-adds of 4 lanes. */
const turnFlops = 12 * 4 * 2;
/** Where the first vector lies: not at address 0. */
const start = 64;

/** The least that a work could take: the same operations on registers alone, or the same memory traffic. */
export async function startLimit(name: LimitName, work: Work): Promise<Contestant> {
  const run = await starters[name](work);
  return {
    name: 'limit',
    async run(times) {
      const started = performance.now();
      run(times);
      return (performance.now() - started) / 1000;
    },
  };
}

type Run = (times: number) => void;

async function prepare(bytes: number): Promise<{ exports: LimitExports; values: Float32Array }> {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((start + bytes) / 65536) });
  const exports = await compileLimits(memory);
  // Small and not zero, so that sums neither overflow nor become denormal.
  return { exports, values: new Float32Array(memory.buffer, start, bytes / 4).fill(2 ** -10) };
}

const starters: Readonly<Record<LimitName, (work: Work) => Promise<Run>>> = {
  async multiplyAdd(work) {
    const flops = flopsOf(work);
    const { exports } = await prepare(15 * 16);
    return (times) => exports.multiplyAdd(Math.ceil((times * flops) / turnFlops), start);
  },
  async streams(work) {
    if (work.kind !== 'update') throw new Error(`internal: the traffic of ${work.kind} is not known.`);
    const bytes = work.tensors * work.size * 4;
    const { exports } = await prepare(4 * bytes);
    return (times) => {
      for (let i = 0; i < times; i++) exports.streams(start, bytes);
    };
  },
};
