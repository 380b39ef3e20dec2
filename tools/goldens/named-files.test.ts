import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = `
from named_files import keep, write_named
keep('ops/elementwise/clamp.json', b'new clamp')
keep('ops/loss/huber.json', b'new huber')
write_named()
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'regopt-goldens-'));
  cpSync(fileURLToPath(new URL('named_files.py', import.meta.url)), join(folder, 'named_files.py'));
  writeFileSync(join(folder, 'ops.py'), script);
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...words: string[]) =>
  spawnSync('python3', [join(folder, 'ops.py'), ...words], { encoding: 'utf8' });
const content = (path: string) =>
  existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined;

// This test needs Python, not PyTorch. Without Python nobody can write goldens either.
describe.runIf(spawnSync('python3', ['--version']).status === 0)('a golden script', () => {
  it('writes only the named files', () => {
    const { status, stdout } = run('huber');
    expect([status, stdout]).toEqual([0, 'wrote tools/goldens/ops/loss/huber.json\n']);
    expect(content('ops/loss/huber.json')).toBe('new huber');
    expect(content('ops/elementwise/clamp.json')).toBeUndefined();
  });

  it('refuses an unknown name, lists the known ones, and writes nothing', () => {
    const { status, stderr } = run('huber', 'clampp');
    expect(status).toBe(1);
    expect(stderr).toBe(
      'ops.py: there is no "clampp"; did you mean clamp? Nothing is written. It can write clamp, huber.\n',
    );
    expect(content('ops/loss/huber.json')).toBeUndefined();
    expect(run('what').stderr).toContain('ops.py: there is no "what". Nothing is written.');
  });

  it('refuses a misspelt --all and one beside names, and writes nothing', () => {
    expect(run('--al').stderr).toContain('there is no "--al"; did you mean --all? Nothing is written.');
    expect(run('--all', 'huber').stderr).toBe('ops.py: --all stands alone. Nothing is written.\n');
    expect(content('ops/loss/huber.json')).toBeUndefined();
  });

  it.each([[[]], [['-h']], [['--help']]])('lists its files for %j, and writes nothing', (words) => {
    const { status, stdout } = run(...words);
    expect(status).toBe(0);
    expect(stdout).toContain(
      'name what to write, as in: python tools/goldens/ops.py clamp\nIt can write clamp, huber.',
    );
    expect(stdout).toContain('Everything: --all.');
    expect(content('ops/elementwise/clamp.json')).toBeUndefined();
  });

  it('writes everything for --all', () => {
    expect(run('--all').status).toBe(0);
    expect([content('ops/elementwise/clamp.json'), content('ops/loss/huber.json')]).toEqual([
      'new clamp',
      'new huber',
    ]);
  });

  it('refuses two files of the same name, which its command line could not tell apart', () => {
    writeFileSync(join(folder, 'ops.py'), `${script}keep('ops/shape/huber.json', b'')\n`);
    expect(run('clamp').stderr).toContain(
      'huber: two goldens of this script have that name, ops/loss/huber.json and ops/shape/huber.json',
    );
  });

  it('without PyTorch names the page that says how to install it', () => {
    const cases = fileURLToPath(new URL('cases', import.meta.url));
    cpSync(join(cases, '__init__.py'), join(folder, 'cases/__init__.py'));
    writeFileSync(join(folder, 'ops.py'), "import sys\nsys.modules['torch'] = None\nimport cases\n");
    expect(run('clamp').stderr).toMatch(
      /^\S+ops\.py: \S+ has no torch: make the virtual environment of tools\/goldens\/README\.md\.\n$/,
    );
  });
});
