import { ModuleKind, transpileModule } from 'typescript';
import { describe, expect, it } from 'vitest';
import * as schedulers from './index.ts';

declare global {
  interface ImportMeta {
    /** Vite's: the files that match, here as text. */
    glob(patterns: string[], options: object): Record<string, string>;
  }
}

const files = import.meta.glob(['./*.ts', '!./*.test.ts', '../README.md'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Every block of TypeScript, in a docstring or on a page. */
function examplesIn(text: string): string[] {
  return [...text.matchAll(/^( \* )?```ts\n(.*?)^\1```$/gms)].map(([, , body]) =>
    body.replace(/^ \* ?/gm, ''),
  );
}

/** Runs an example; where a line ends in a number, as in `schedule(50); // 0.05`, that is what it must give. */
function run(example: string): void {
  const checked = example.replace(/^(.+); \/\/ (-?[\d.]+)$/gm, 'check($1, $2);');
  const { outputText } = transpileModule(checked, { compilerOptions: { module: ModuleKind.CommonJS } });
  const load = (name: string) => {
    expect(name).toBe('@regopt/schedulers');
    return schedulers;
  };
  const check = (actual: number, expected: number) => expect(actual, checked).toBeCloseTo(expected, 12);
  new Function('require', 'exports', 'check', outputText)(load, {}, check);
}

describe('every example runs and gives what it says', () => {
  for (const [file, text] of Object.entries(files)) {
    examplesIn(text).forEach((example, i) => {
      it(`${file.replace(/^.*\//, '')}, example ${i + 1}`, () => run(example));
    });
  }
});

it('every schedule and every page has an example', () => {
  const documented = Object.keys(files).filter((file) => examplesIn(files[file]).length > 0);
  const functions = Object.entries(schedulers).filter(([name]) => name !== 'ScheduleError');
  expect(documented).toHaveLength(functions.length + 1);
});
