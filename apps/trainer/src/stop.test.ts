import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readSafetensors } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { flowers } from './testing/own-data.ts';
import { type Ended, type RegoptOptions, regopt, until } from './testing/regopt-process.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Signal = keyof typeof codes;
const signals = Object.keys(codes) as Signal[];

/** Trains for long, and sends a signal after the first epoch. */
async function stopped(
  home: string,
  signal: Signal,
  options: RegoptOptions,
  words: readonly string[] = [],
): Promise<Ended> {
  const started = async (child: ChildProcess, reader: ChildProcess | undefined): Promise<void> => {
    const log = join(home, signal, 'metrics.jsonl');
    await until(child, () => existsSync(log) && readFileSync(log).length > 0);
    // Ctrl-C goes to all processes of a pipeline.
    reader?.kill(signal);
    child.kill(signal);
  };
  const train = ['train', 'moons', '--epochs', '1000000', '--hidden', '8', '--out', signal];
  return regopt(home, [...train, ...words], { ...options, started });
}

const modelOf = (run: string) => readSafetensors(readFileSync(join(run, 'model.safetensors'))).tensors;

const outputs: readonly (readonly [string, RegoptOptions])[] = [
  ['to a pipe', {}],
  ['into tee', { into: ['tee', 'log'] }],
  ['into head', { into: ['head', '-1'] }],
  ['with errors to a full disk', { shell: 'exec "$@" 2>/dev/full' }],
  ['to a full disk', { shell: 'exec "$@" >/dev/full' }],
  ['to a closed output', { shell: 'exec "$@" >&- 2>&-' }],
];

describe('a run that a signal stops', () => {
  it.skipIf(!existsSync('/dev/full')).each(outputs)(
    'has its model, its report and a checkpoint, and the exit code of the signal: %s',
    async (_, output) => {
      const home = temporaryFolder();
      const ends = await Promise.all(signals.map((signal) => stopped(home, signal, output)));
      expect(ends.map(({ code }) => code)).toEqual(Object.values(codes));
      for (const signal of signals) {
        const run = join(home, signal);
        expect(modelOf(run).size).toBe(4);
        expect(readdirSync(run)).toEqual(expect.arrayContaining(['last.safetensors', 'report.html']));
        expect(readFileSync(join(run, 'metrics.jsonl'), 'utf8')).toMatch(/^(\{.*\}\n)+$/);
      }
    },
  );

  it('on a disk that takes no checkpoint has its model, and exit code 1', async () => {
    const home = temporaryFolder();
    // No file above 800 * 512 bytes; a checkpoint of this network has 800 KB, its model 270 KB.
    const shell = 'ulimit -f 800; exec "$@"';
    const words = ['--hidden', '256,256', '--checkpoint-seconds', '0.1'];
    const ends = await Promise.all(signals.map((signal) => stopped(home, signal, { shell }, words)));
    for (const [i, { code, stderr }] of ends.entries()) {
      const run = join(home, signals[i]!);
      expect(stderr).toMatch(
        /\nregopt: not everything could be saved: the checkpoint\. .*EFBIG.*\nregopt: what was saved before /,
      );
      expect(code).toBe(1);
      expect(modelOf(run).size).toBe(6);
      expect(readdirSync(run).sort()).toEqual([
        ...['config.json', 'metrics.jsonl', 'model.safetensors', 'report.html', 'run.json'],
      ]);
    }
  });

  it('before its first step leaves no folder, and says so', async () => {
    const home = temporaryFolder();
    for (const out of [[], ['--out', 'a/b']]) {
      const end = await regopt(home, ['train', 'moons', ...out], {
        started: (child) => child.stdout!.once('data', () => child.kill('SIGTERM')),
      });
      expect(end).toMatchObject({
        code: 143,
        stderr: 'regopt: stopped before the first step; there is nothing to save.\n',
      });
      expect(readdirSync(home)).toEqual([]);
    }
  });
});

describe('a run whose output nobody reads', () => {
  it.each([
    ['a closed pipe', { into: ['head', '-1'] }],
    ['no output at all', { shell: 'exec "$@" >&- 2>&-' }],
  ] as const)('goes on to its end: %s', async (_, output) => {
    const home = temporaryFolder();
    const { code } = await regopt(home, ['train', 'moons', '--epochs', '30', '--out', 'run'], output);
    expect(code).toBe(0);
    expect(readdirSync(join(home, 'run'))).toContain('report.html');
    expect(readdirSync(join(home, 'run'))).not.toContain('last.safetensors');
  });
});

describe('an output that is what a command was called for', () => {
  it.skipIf(!existsSync('/dev/full'))('fails on a full disk, with a sentence', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'rows.csv'), flowers());
    const train = ['train', '--data', 'rows.csv', '--target', 'kind', '--ignore', 'id'];
    expect((await regopt(home, [...train, '--epochs', '1', '--out', 'run'])).code).toBe(0);
    const commands = [
      ['predict', 'run', 'rows.csv'],
      ['evaluate', 'run'],
      ['train', 'moons', '--print-config'],
      ['train', '--help'],
      ['schema'],
    ];
    for (const words of commands) {
      const { code, stderr } = await regopt(home, words, { shell: 'exec "$@" >/dev/full' });
      expect([words, code]).toEqual([words, 1]);
      expect(stderr).toMatch(/^regopt: cannot write to the standard output: ENOSPC.*\.\n$/);
    }
  });

  it('may end before its end where nobody reads on', async () => {
    const { code, stderr } = await regopt(temporaryFolder(), ['schema'], { into: ['true'] });
    expect([code, stderr]).toEqual([0, '']);
  });
});

describe('a stop signal', () => {
  it('stops once, however often it is repeated at once, and then ends the process', async () => {
    const module = fileURLToPath(new URL('./stop-signals.ts', import.meta.url));
    const script = `
      import { onStopSignal } from ${JSON.stringify(module)};
      onStopSignal((code) => console.log('stop', code));
      setInterval(() => {}, 1000);
      console.log('ready');`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    let text = '';
    child.stdout.on('data', (more) => {
      text += more;
    });
    const ended = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
    while (text !== 'ready\n') await setTimeout(10);
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGTERM'] as const) child.kill(signal);
    while (!text.includes('stop')) await setTimeout(10);
    while (child.signalCode === null) {
      child.kill('SIGINT');
      await setTimeout(100);
    }
    expect(await ended).toBe('SIGINT');
    // Of two signals at once, the system chooses the first.
    expect(text).toMatch(/^ready\nstop (143|129)\n$/);
  });
});
