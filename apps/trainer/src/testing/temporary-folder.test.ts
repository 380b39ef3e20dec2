import { existsSync, writeFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

let folder = '';
afterAll(() => expect(existsSync(folder)).toBe(false));

it('is a new folder, which is removed with all in it when its test ends', () => {
  folder = temporaryFolder();
  expect(temporaryFolder()).not.toBe(folder);
  writeFileSync(`${folder}/file`, '');
});
