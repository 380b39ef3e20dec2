import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it.each([
  ['mutations/main.ts', '--jobs abc', 'mutations: --jobs must be a whole number above 0, got "abc".'],
  ['mutations/main.ts', '--only zzz', `mutations: no edit's name contains "zzz".`],
  ['mutations/main.ts', '--onyl x', "Unknown option '--onyl'"],
  ['new-package/main.ts', '--import tensor', "Unknown option '--import'"],
  ['packaging/sizes.ts', '--wrte', "Unknown option '--wrte'"],
  ['test.ts', '--only foo', 'test: no step named "foo"; there are wasm, lint, types, tests.'],
])('%s %s ends with one sentence and code 2', (tool, words, sentence) => {
  const path = fileURLToPath(new URL(tool, import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [path, ...words.split(' ')], { encoding: 'utf8' });
  const lines = stderr.split('\n').filter((line) => !/ExperimentalWarning|node --trace-warnings/.test(line));
  expect({ status, lines }).toEqual({ status: 2, lines: [expect.stringContaining(sentence), ''] });
});
