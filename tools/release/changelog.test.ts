import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'regopt-release-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const changeset = (bumps: Record<string, string>, text: string) =>
  `---\n${Object.entries(bumps)
    .map(([name, bump]) => `'@regopt/${name}': ${bump}\n`)
    .join('')}---\n\n${text}\n`;
const manifest = (name: string, version: string, rest: object = {}) =>
  JSON.stringify({ name: `@regopt/${name}`, version, ...rest });

const files = {
  'package.json': JSON.stringify({
    name: 'root',
    private: true,
    packageManager: 'pnpm@10.34.9',
    type: 'module',
  }),
  'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
  'packages/young/package.json': manifest('young', '0.0.0'),
  'packages/upper/package.json': manifest('upper', '0.0.0', {
    dependencies: { '@regopt/young': 'workspace:^' },
  }),
  'packages/old/package.json': manifest('old', '1.2.0'),
  'packages/old/CHANGELOG.md': '# @regopt/old\n\n## 1.2.0\n',
  '.changeset/young-first.md': changeset({ young: 'minor' }, 'First release: what young is.'),
  '.changeset/upper-first.md': changeset({ upper: 'minor' }, 'First release: what upper is.'),
  '.changeset/faster.md': changeset(
    { young: 'minor', upper: 'patch' },
    'Faster than the version that nobody had.',
  ),
  '.changeset/errors.md': changeset({ old: 'patch' }, 'Fewer errors.'),
};

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const versionOf = (name: string) => JSON.parse(read(`packages/${name}/package.json`)).version;

describe('pnpm version-packages', () => {
  beforeAll(() => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    cpSync(join(repository, '.changeset/config.json'), join(root, '.changeset/config.json'));
    mkdirSync(join(root, 'tools/release'), { recursive: true });
    cpSync(join(repository, 'tools/release/changelog.ts'), join(root, 'tools/release/changelog.ts'));
    symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
    const run = (command: string, ...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
      if (status !== 0)
        throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
    };
    run('git', 'init', '--quiet');
    run(process.execPath, join(repository, 'node_modules/@changesets/cli/bin.js'), 'version');
  });

  it('begins the changelog of a new package with its description, without changes before its release', () => {
    expect(versionOf('young')).toBe('0.1.0');
    expect(read('packages/young/CHANGELOG.md')).toBe(
      '# @regopt/young\n\n## 0.1.0\n\n### Minor Changes\n\n- First release: what young is.\n',
    );
    expect(versionOf('upper')).toBe('0.1.0');
    expect(read('packages/upper/CHANGELOG.md')).toBe(
      '# @regopt/upper\n\n## 0.1.0\n\n### Minor Changes\n\n- First release: what upper is.\n',
    );
  });

  it('adds the changes of a released package to its changelog', () => {
    expect(versionOf('old')).toBe('1.2.1');
    expect(read('packages/old/CHANGELOG.md')).toBe(
      '# @regopt/old\n\n## 1.2.1\n\n### Patch Changes\n\n- Fewer errors.\n\n## 1.2.0\n',
    );
  });
});
