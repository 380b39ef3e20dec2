import { cpus } from 'node:os';

/** The machine of the measurements. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
}

const cores = cpus();

export const machine: Machine = {
  processor: cores[0]?.model ?? 'unknown',
  cores: cores.length,
  node: process.version,
};
