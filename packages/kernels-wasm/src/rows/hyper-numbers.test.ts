import * as optim from '@regopt/optim';
import { describe, expect, it } from 'vitest';

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): Record<string, string>;
  }
}

const sources: Record<string, string> = import.meta.glob('../../assembly/optimize/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The fields of the class `...Hyper` in the file of assembly/optimize that exports the kernel. */
function fieldsOf(kernel: string): string[] {
  const text = Object.values(sources).find((source) => source.includes(`export function ${kernel}_f32(`));
  const body = /class \w+Hyper \{([^}]*)\}/.exec(text ?? '')?.[1] ?? '';
  return Array.from(body.matchAll(/(\w+): f64;/g), (match) => match[1]!);
}

const kernels = Object.values(optim).filter(
  (each): each is optim.UpdateKernel => typeof each === 'object' && 'places' in each,
);

describe('the hyper numbers of an update rule', () => {
  it.each(kernels)('lie where the WASM kernel $name reads them', ({ name, places }) => {
    const what =
      `the numbers of ${name}, named in packages/optim/src/rules, against the f64 fields of the class ` +
      `...Hyper in the file of packages/kernels-wasm/assembly/optimize that exports ${name}_f32`;
    expect(fieldsOf(name), what).toEqual(Object.keys(places));
  });
});
