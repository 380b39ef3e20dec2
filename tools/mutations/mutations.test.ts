import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyTree } from './copy-tree.ts';
import { applyEdit, type Edit } from './edit.ts';
import { edits } from './edits/index.ts';
import { formatResults } from './format-results.ts';
import { runCommand } from './run-command.ts';
import { runEdits } from './run-edits.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), 'regopt-mutations-test-'));
const [root, copy] = [join(temporary, 'root'), join(temporary, 'copy')];

const fail = `{ console.log('      Tests  1 failed | 2 passed (3)'); process.exit(1); }\n`;
const files = {
  '.gitignore': 'node_modules/\nsecret.txt\n',
  'secret.txt': 'ignored',
  'package.json': '{}',
  'packages/half/package.json': '{}',
  'packages/half/half.mjs': 'export const half = (x) => x / 2;\n',
  'packages/twice/package.json': '{}',
  'packages/twice/half-of-twice.mjs':
    "import { half } from '../half/half.mjs';\nif (half(0) === 5) process.kill(process.pid, 'SIGKILL');\n" +
    `if (half(0) === 6) console.log('ENOSPC');\nif (half(4) !== 2) ${fail}while (half(0) === 1);\n`,
  'skips.mjs': "console.log(' Test Files  1 skipped (1)\\n      Tests  22 skipped (22)');\n",
  'fails.mjs': "console.log('broken');\nprocess.exit(1);\n",
  'build.mjs':
    "import { readFileSync, writeFileSync } from 'node:fs';\nwriteFileSync('built.mjs', " +
    "readFileSync('source.mjs'));\n",
  'source.mjs': 'export const one = 1;\n',
  'built.mjs': 'export const one = 1;\n',
  'one.mjs': `import { one } from './built.mjs';\nif (one !== 1) ${fail}`,
};

const halfEdit: Edit = {
  name: 'half/third',
  breaks: 'a third instead of a half',
  file: 'packages/half/half.mjs',
  find: 'x / 2',
  put: 'x / 3',
  tests: ['packages/twice/half-of-twice.mjs'],
};
const options = {
  folders: [copy],
  testCommand: ({ tests }: Edit) => [process.execPath, ...tests] as const,
};
const run = (edit: Partial<Edit>) => runEdits([{ ...halfEdit, ...edit }], options);
const halfIn = (folder: string) => readFileSync(join(folder, halfEdit.file), 'utf8');

beforeAll(() => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  execFileSync('git', ['init', '-q'], { cwd: root });
  mkdirSync(join(root, 'node_modules/.pnpm/other'), { recursive: true });
  writeFileSync(join(root, 'node_modules/.pnpm/other/index.mjs'), 'export {};\n');
  symlinkSync(join(root, 'node_modules/.pnpm/other'), join(root, 'node_modules/other'), 'junction');
  mkdirSync(join(root, 'packages/twice/node_modules/@ours'), { recursive: true });
  symlinkSync(join(root, 'packages/half'), join(root, 'packages/twice/node_modules/@ours/half'), 'junction');
  copyTree(root, copy);
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe('the copy that edits are made in', () => {
  it('has the files of the checkout without ignored ones, and links to installed packages', () => {
    expect(halfIn(copy)).toBe(files['packages/half/half.mjs']);
    expect(existsSync(join(copy, 'secret.txt'))).toBe(false);
    expect(existsSync(join(copy, 'node_modules/other/index.mjs'))).toBe(true);
  });

  it('links its packages to each other, not to those of the checkout', () => {
    const linked = join(copy, 'packages/twice/node_modules/@ours/half/half.mjs');
    writeFileSync(join(copy, halfEdit.file), 'changed');
    expect(readFileSync(linked, 'utf8')).toBe('changed');
    writeFileSync(join(copy, halfEdit.file), files['packages/half/half.mjs']);
  });
});

describe('mutations', () => {
  it('counts an edit as killed when its tests fail, and restores the file', async () => {
    expect(await run({})).toMatchObject([{ outcome: 'killed', note: '' }]);
    expect(halfIn(copy)).toBe(files['packages/half/half.mjs']);
    expect(halfIn(root)).toBe(files['packages/half/half.mjs']);
  });

  it('counts an edit as survived when they pass, and names the place of the missing test', async () => {
    const results = await run({ put: 'x * 0.5' });
    expect(results).toMatchObject([{ outcome: 'survived' }]);
    expect(formatResults(results)).toBe(
      'survived: half/third (a third instead of a half): write a test in ' +
        'packages/twice/half-of-twice.mjs that fails with this edit of packages/half/half.mjs.\n' +
        '1 edit: 0 killed, 1 survived, 0 no longer apply, 0 not testable.',
    );
  });

  it.each([
    ['gone', { find: 'x / 7' }, 'half/third: its text occurs 0 times in packages/half/half.mjs, not once;'],
    ['ambiguous', { find: 'x' }, 'half/third: its text occurs 3 times in packages/half/half.mjs, not once;'],
    ['in a file that is gone', { file: 'packages/half/moved.mjs' }, 'packages/half/moved.mjs'],
  ])('names an entry whose text is %s', async (_, edit, note) => {
    const results = await run(edit);
    expect(results).toMatchObject([{ outcome: 'no longer applies', note: expect.stringContaining(note) }]);
    expect(formatResults(results)).toContain('half/third');
  });

  it('does not count an edit whose tests already fail without it', async () => {
    expect(await run({ tests: ['fails.mjs'] })).toMatchObject([
      { outcome: 'not testable', note: 'its tests fail without the edit:\nbroken' },
    ]);
  });

  it('does not count an edit whose tests are all skipped, as by a title that none has', async () => {
    expect(await run({ tests: ['skips.mjs'] })).toMatchObject([
      { outcome: 'not testable', note: 'no test matches skips.mjs' },
    ]);
  });

  it.each([
    ['end without a failed test, as those of a killed process', 'x / 2 + 5', ''],
    ['fail on a full disk', 'x / 2 + 6', 'ENOSPC\n      Tests  1 failed | 2 passed (3)'],
  ])('does not count an edit whose tests %s', async (_, put, output) => {
    const note = `its tests end without a failed test, or on a full disk:\n${output}`;
    expect(await run({ put })).toMatchObject([{ outcome: 'not testable', note }]);
  });

  it('gives each command an empty temporary folder beside the copy', async () => {
    const make = `fs.mkdtempSync(path.join(os.tmpdir(), 'left-')); console.log(fs.readdirSync(os.tmpdir()))`;
    const command = [process.execPath, '-e', make] as const;
    for (let time = 0; time < 2; time++)
      expect((await runCommand(command, copy, 10)).output).toMatch(/^\[ 'left-\w+' \]\n$/);
    expect(readdirSync(`${copy}.tmp`)).toHaveLength(1);
  });

  it('builds for an edit that needs it, and restores the build after it', async () => {
    const edit = { ...halfEdit, file: 'source.mjs', find: '= 1', put: '= 2', tests: ['one.mjs'] as const };
    const results = await runEdits([edit], {
      ...options,
      buildCommand: () => [process.execPath, 'build.mjs'],
      restoreBuilt: (folder) => writeFileSync(join(folder, 'built.mjs'), files['built.mjs']),
    });
    expect(results).toMatchObject([{ outcome: 'killed' }]);
    expect(readFileSync(join(copy, 'built.mjs'), 'utf8')).toBe(files['built.mjs']);
  });

  it('ends a command and its child processes at its time limit', async () => {
    const loop = [process.execPath, '-e', 'for (;;);'];
    const nested = `require('node:child_process').spawnSync(process.execPath, ['-e', 'for (;;);'])`;
    expect(await runCommand(loop as [string, ...string[]], copy, 0.2)).toMatchObject({ ending: 'timed out' });
    // It would not return as long as the inner process keeps the pipe open.
    expect(await runCommand([process.execPath, '-e', nested], copy, 0.5)).toMatchObject({
      ending: 'timed out',
    });
  });

  it.each(edits)('$name applies', (edit) => {
    applyEdit(readFileSync(join(repository, edit.file), 'utf8'), edit);
  });

  it('has unique names that start with the package', () => {
    const names = edits.map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    const misnamed = edits.filter(
      ({ name, file }) => name.split('/')[0] !== file.split('/')[1] || !/^[\w-]+\/[\w-]+$/.test(name),
    );
    expect(misnamed.map(({ name }) => name)).toEqual([]);
  });
});
