import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { describeStore } from '../testing/describe-store.ts';
import { folder } from './folder.ts';

const parent = mkdtempSync(join(tmpdir(), 'regopt-folder-'));
let count = 0;
const newPath = () => join(parent, `${++count}`, 'run');
const text = (value: string) => new TextEncoder().encode(value);
const textOf = async (path: string, name: string) =>
  new TextDecoder().decode((await folder(path).read(name)) ?? text('none'));

afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** A process that runs `code`, with `folder` and the path given. */
const childArguments = (path: string, code: string) => [
  '--conditions=@regopt/source',
  '--input-type=module',
  '-e',
  `import { folder } from ${JSON.stringify(new URL('./folder.ts', import.meta.url).href)};
   const path = ${JSON.stringify(path)};
   ${code}`,
];

/** The process number of one that has ended. */
const endedProcess = () => spawnSync(process.execPath, ['-e', '']).pid;

async function failNext(method: 'write' | 'sync', code: string): Promise<void> {
  const handle = await open(fileURLToPath(import.meta.url));
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  const error = Object.assign(new Error(`${code}: write`), { code });
  vi.spyOn(prototype, method).mockRejectedValueOnce(error);
}

describeStore('folder', {
  create: () => folder(newPath()),
  failNextWrite: () => failNext('write', 'EDQUOT'),
  failure: /^folder: cannot write .*\/run\/a: EDQUOT: write\.$/,
  allNames: async ({ name }) => readdirSync(name),
});

describe('a folder', () => {
  it('is made by the first write, with those above it, and not by reading', async () => {
    const path = join(newPath(), 'deep', 'er');
    const store = folder(path);
    expect(await store.list()).toEqual([]);
    expect(await store.read('a')).toBeUndefined();
    expect(existsSync(path)).toBe(false);
    await store.write('a', text('one'));
    expect(readdirSync(path)).toEqual(['a']);
    rmSync(path, { recursive: true });
    await store.write('a', text('two'));
    expect(await textOf(path, 'a')).toBe('two');
  });

  it('stays where it was when the process changes its current folder', async () => {
    const path = newPath();
    mkdirSync(path, { recursive: true });
    const before = process.cwd();
    const cwd = vi.spyOn(process, 'cwd').mockReturnValue(path);
    const store = folder('.');
    cwd.mockReturnValue(before);
    await store.write('a', text('one'));
    expect(await textOf(path, 'a')).toBe('one');
  });

  it('keeps the former file when the flush to the disk fails', async () => {
    const path = newPath();
    const store = folder(path);
    await store.write('a', text('one'));
    await failNext('sync', 'EIO');
    await expect(store.write('a', text('two'))).rejects.toThrow('cannot write');
    expect(await textOf(path, 'a')).toBe('one');
    expect(readdirSync(path)).toEqual(['a']);
  });

  it('says what is in the way', async () => {
    const path = newPath();
    mkdirSync(join(path, 'taken'), { recursive: true });
    writeFileSync(join(path, 'file'), '');
    await expect(folder(path).write('taken', text('x'))).rejects.toThrow(
      /^folder: cannot write .*\/taken: E.*\.$/,
    );
    expect(readdirSync(path)).toEqual(['file', 'taken']);
    await expect(folder(path).read('taken')).rejects.toThrow(/cannot read .*\/taken: it is not a file\.$/);
    const inFile = folder(join(path, 'file', 'run'));
    await expect(inFile.write('a', text('x'))).rejects.toThrow(/file is not a folder\.$/);
    await expect(inFile.list()).rejects.toThrow(/cannot read .*run: ENOTDIR/);
    expect(() => folder('')).toThrow('folder: a path is a text of at least one character, got "".');
  });

  it.skipIf(process.platform === 'win32')('does not wait for a FIFO', async () => {
    const path = newPath();
    mkdirSync(path, { recursive: true });
    execFileSync('mkfifo', [join(path, 'pipe')]);
    await expect(folder(path).read('pipe')).rejects.toThrow('it is not a file');
  });

  it('lists neither folders nor files of its own', async () => {
    const path = newPath();
    mkdirSync(join(path, 'charts'), { recursive: true });
    for (const name of ['.lock', '.a.1-0-1.tmp', '.DS_Store', 'b']) writeFileSync(join(path, name), '');
    expect(await folder(path).list()).toEqual(['b']);
  });

  it('the first write removes what killed processes left, and no file that is being written', async () => {
    const path = newPath();
    mkdirSync(path, { recursive: true });
    const left = [`.a.${endedProcess()}-0-1.tmp`, `.a.${process.pid}-0-999999.tmp`];
    // Process 1 runs, and a name without the store's form is a user's.
    const kept = ['.a.1-0-1.tmp', '.notes.tmp'];
    for (const name of [...left, ...kept]) writeFileSync(join(path, name), 'torn');
    expect(await folder(path).list()).toEqual([]);
    const [first, second] = [folder(path), folder(path)];
    await Promise.all([first.write('a', text('one')), second.write('b', text('two'))]);
    expect(readdirSync(path)).toEqual([...kept, 'a', 'b']);
  });
});

it('the first write of a second store leaves the file that another is writing', async () => {
  const path = newPath();
  const handle = await open(fileURLToPath(import.meta.url));
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  const { write } = prototype;
  let go = () => {};
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  const begun = new Promise<void>((resolve) => {
    vi.spyOn(prototype, 'write').mockImplementationOnce(async function (this: unknown, ...given: unknown[]) {
      resolve();
      await gate;
      return write.apply(this, given);
    });
  });
  const writing = folder(path).write('a', text('one'));
  await begun;
  await folder(path).write('b', text('two'));
  go();
  await writing;
  expect(readdirSync(path)).toEqual(['a', 'b']);
});

describe('the lock of a folder', () => {
  const refused = (by: string) =>
    `is in use by ${by}. Name another folder, or wait for its end; if it has ended, remove `;

  it('refuses a second writer, and names the process and the file to remove', async () => {
    const path = newPath();
    const code = `folder(path, { lock: true }); console.log('locked'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, childArguments(path, code));
    await once(child.stdout, 'data');
    expect(() => folder(path, { lock: true })).toThrow(
      `folder: ${path} ${refused(`process ${child.pid}`)}${join(path, '.lock')}.`,
    );
    // Readers need no lock, and a writer that did not ask for one is not stopped.
    await folder(path).write('a', text('one'));
    child.kill('SIGKILL');
    await once(child, 'exit');
    // The lock of a killed process is taken over.
    expect(existsSync(join(path, '.lock'))).toBe(true);
    const store = folder(path, { lock: true });
    expect(JSON.parse(readFileSync(join(path, '.lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    expect(() => folder(path, { lock: true })).toThrow(refused(`process ${process.pid}`));
    store.close();
    store.close();
    expect(readdirSync(path)).toEqual(['a']);
  });

  it('that was given back is not given back again in the place of a later one', () => {
    const path = newPath();
    const first = folder(path, { lock: true });
    first.close();
    const second = folder(path, { lock: true });
    first.close();
    expect(() => folder(path, { lock: true })).toThrow('is in use');
    // As a user does who is sure that the process has ended.
    rmSync(join(path, '.lock'));
    const third = folder(path, { lock: true });
    second.close();
    expect(readdirSync(path)).toEqual(['.lock']);
    third.close();
    expect(readdirSync(path)).toEqual([]);
  });

  it('is given back at the end of a process, and of one that fails', () => {
    const path = newPath();
    for (const code of ['', 'process.exit(3);', 'setTimeout(() => { throw new Error(); });']) {
      spawnSync(process.execPath, childArguments(path, `folder(path, { lock: true }); ${code}`));
      expect(readdirSync(path)).toEqual([]);
    }
  });

  it('one of several processes takes over the lock of one that has ended', async () => {
    const path = newPath();
    mkdirSync(path, { recursive: true });
    const lock = (pid: number | undefined, started = '') =>
      writeFileSync(join(path, '.lock'), JSON.stringify({ pid, host: hostname(), started }));
    const code = `try { folder(path, { lock: true }); console.log('mine'); setInterval(() => {}, 1000); }
      catch (error) { console.log(error.message); }`;
    lock(endedProcess());
    const children = Array.from({ length: 4 }, () => spawn(process.execPath, childArguments(path, code)));
    const said = await Promise.all(children.map(async ({ stdout }) => String(await once(stdout, 'data'))));
    for (const child of children) child.kill('SIGKILL');
    const winner = children[said.indexOf('mine\n')];
    expect(said.filter((line) => line === 'mine\n')).toHaveLength(1);
    for (const line of said) expect(line).toMatch(line === 'mine\n' ? '' : `process ${winner?.pid}`);
    expect(readdirSync(path)).toEqual(['.lock']);
  });

  it('of a former process of the same number is taken over', () => {
    const path = newPath();
    mkdirSync(path, { recursive: true });
    const lock = (holder: object) => writeFileSync(join(path, '.lock'), JSON.stringify(holder));
    lock({ pid: process.pid, host: hostname(), started: 'another boot/1' });
    folder(path, { lock: true }).close();
    lock({ pid: process.pid, host: hostname(), started: '' });
    folder(path, { lock: true }).close();
  });

  it('of another host, or one that cannot be read, is left to the user', () => {
    const path = newPath();
    mkdirSync(path, { recursive: true });
    const lock = (content: string) => writeFileSync(join(path, '.lock'), content);
    const pid = endedProcess();
    lock(JSON.stringify({ pid, host: 'elsewhere', started: '' }));
    expect(() => folder(path, { lock: true })).toThrow(refused(`process ${pid} of the host elsewhere`));
    for (const content of ['', '{', '{"pid":"x"}']) {
      lock(content);
      expect(() => folder(path, { lock: true })).toThrow(refused('a process that its lock does not name'));
    }
  });

  it('says why a folder cannot be locked', () => {
    const path = newPath();
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, '');
    expect(() => folder(path, { lock: true })).toThrow(
      `folder: cannot lock ${path}: ${path} is not a folder.`,
    );
  });
});

// A user and mount namespace, in which a process may mount a disk of 1 MB.
const namespace = ['-rm', 'sh', '-c'];
const mayMount = spawnSync('unshare', [...namespace, 'mount -t tmpfs -o size=1m tmpfs /mnt']).status === 0;
if (!mayMount) console.warn('The test on a full disk is skipped: this user may not mount one.');

describe.skipIf(!mayMount)('on a disk that is full', () => {
  it('a write fails with nothing changed, and succeeds once there is room', () => {
    const path = newPath();
    mkdirSync(path, { recursive: true });
    const code = `
      import { rmSync, readdirSync, writeFileSync } from 'node:fs';
      const say = (value) => console.log(JSON.stringify(value));
      const store = folder(path);
      await store.write('a', new Uint8Array(300_000).fill(1));
      writeFileSync(path + '/filler', new Uint8Array(500_000));
      for (let i = 0; i < 2; i++)
        await store.write('a', new Uint8Array(400_000).fill(2)).catch(({ message }) => say(message));
      say([readdirSync(path), new Set(await store.read('a')).size, (await store.read('a')).length]);
      rmSync(path + '/filler');
      await store.write('a', new Uint8Array(400_000).fill(2));
      say([readdirSync(path), (await store.read('a')).length]);`;
    const quoted = [process.execPath, ...childArguments(path, code)]
      .map((each) => `'${each.replaceAll("'", "'\\''")}'`)
      .join(' ');
    const mounted = `mount -t tmpfs -o size=1m tmpfs ${path} && ${quoted}`;
    const lines = execFileSync('unshare', [...namespace, mounted], { encoding: 'utf8' })
      .trim()
      .split('\n');
    const full = `folder: cannot write ${path}/a: ENOSPC: no space left on device, write.`;
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      full,
      full,
      [['a', 'filler'], 1, 300_000],
      [['a'], 400_000],
    ]);
  });
});
