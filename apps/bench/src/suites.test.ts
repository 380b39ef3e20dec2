import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { suites } from './suites.ts';

describe('the suites', () => {
  it('are all in the list, under the names of their files', () => {
    const files = readdirSync(new URL('suites', import.meta.url)).filter((file) => !file.includes('.test.'));
    expect(suites.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
  });
});
