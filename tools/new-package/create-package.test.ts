import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations } from '../imports/find-violations.ts';
import { readTree } from '../imports/read-tree.ts';
import { createPackage } from './create-package.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

describe('a new package', () => {
  const root = mkdtempSync(join(tmpdir(), 'regopt-new-package-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  beforeAll(() => {
    for (const path of [
      'LICENSE',
      'package.json',
      'tsconfig.base.json',
      'tsup.base.ts',
      'vitest.config.ts',
      'biome.json',
    ]) {
      cpSync(join(repository, path), join(root, path));
    }
    cpSync(join(repository, 'tools/imports'), join(root, 'tools/imports'), { recursive: true });
    for (const path of ['packages/schedulers', 'apps']) mkdirSync(join(root, path), { recursive: true });
    cpSync(
      join(repository, 'packages/schedulers/package.json'),
      join(root, 'packages/schedulers/package.json'),
    );
    symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
    createPackage(root, { name: 'image-noise', imports: ['schedulers'] });
  });

  const folder = join(root, 'packages/image-noise');
  const run = (cwd: string, command: string, ...args: string[]) => {
    const path = join(repository, 'node_modules/.bin', command);
    const { status, stdout, stderr } = spawnSync(path, args, { cwd, encoding: 'utf8' });
    if (status !== 0)
      throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  };

  it('passes its test', () => {
    run(root, 'vitest', 'run', '--project', 'image-noise');
  });

  it('has right types and right style', () => {
    run(folder, 'tsc', '-p', '.');
    run(root, 'biome', 'check', '--vcs-enabled=false', 'packages/image-noise');
  });

  it('builds its JavaScript and its types', () => {
    run(folder, 'tsup');
    for (const file of ['index.js', 'index.d.ts']) expect(existsSync(join(folder, 'dist', file))).toBe(true);
  });

  it('has its row in the import table and obeys it', async () => {
    const { importTable } = await import(join(root, 'tools/imports/import-table.ts'));
    expect(importTable['image-noise']).toEqual({ imports: ['schedulers'] });
    const tree = new Map([...readTree(root)].filter(([path]) => path.startsWith('packages/image-noise/')));
    expect(findViolations(tree, { 'image-noise': importTable['image-noise'] })).toEqual([]);
  });

  it('is refused with a reason if it cannot be made', () => {
    const create =
      (name: string, imports: string[] = []) =>
      () =>
        createPackage(root, { name, imports });
    expect(create('ImageNoise')).toThrow(
      'new-package: "ImageNoise" is not a name in kebab-case, like "image-noise".',
    );
    expect(create('../up')).toThrow('new-package: "../up" is not a name in kebab-case');
    expect(create('image-noise')).toThrow('new-package: packages/image-noise exists already.');
    expect(create('other', ['tensors'])).toThrow('new-package: there is no package "tensors" to import.');
    expect(existsSync(join(root, 'packages/other'))).toBe(false);
    expect(readFileSync(join(root, 'tools/imports/import-table.ts'), 'utf8')).not.toContain('\n  other:');
  });
});
