import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const command = [
  process.execPath,
  '--conditions=@regopt/source',
  fileURLToPath(new URL('../main.ts', import.meta.url)),
];

/** How a process ended. */
export interface Ended {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RegoptOptions {
  /** A line of `sh` that runs the command, `"$@"`: by `exec`, so that signals reach it. */
  readonly shell?: string | undefined;
  /** A command that reads the standard output. */
  readonly into?: readonly [string, ...string[]] | undefined;
  /** Is given the process, such as to send it a signal; awaited. */
  started?(child: ChildProcess, reader: ChildProcess | undefined): unknown;
}

/** Runs `regopt` from the sources, in a folder. */
export async function regopt(
  folder: string,
  words: readonly string[],
  { shell, into, started }: RegoptOptions = {},
): Promise<Ended> {
  const reader = into && spawn(into[0], into.slice(1), { cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] });
  const line = shell === undefined ? [] : ['sh', '-c', shell, 'sh'];
  const [program, ...rest] = [...line, ...command, ...words] as [string, ...string[]];
  const child = spawn(program, rest, { cwd: folder, stdio: ['ignore', reader?.stdin ?? 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.on('data', (text) => {
      texts[name] += text;
    });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  await started?.(child, reader);
  // The reader's end of the pipe in this process would keep it open.
  reader?.stdin?.destroy();
  const code = await closed;
  reader?.kill();
  return { code, ...texts };
}

/** Resolves when the condition holds, or when the process has ended. */
export async function until(child: ChildProcess, holds: () => boolean): Promise<void> {
  while (child.exitCode === null && child.signalCode === null && !holds()) await setTimeout(10);
}
