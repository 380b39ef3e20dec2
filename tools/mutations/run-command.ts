import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';

export type Ending = 'passed' | 'failed' | 'timed out';

export interface CommandResult {
  readonly ending: Ending;
  readonly seconds: number;
  /** Its output. */
  readonly output: string;
}

const running = new Set<ChildProcess>();

/** Ends every running command and its child processes. */
export function endCommands(): void {
  for (const child of running) endGroup(child);
}

/**
 * Runs a command; after `limit` seconds it is ended with all its child processes. Its temporary folder is
 * `<cwd>.tmp`, which is empty at the start of each.
 */
export function runCommand(
  [program, ...args]: readonly [string, ...string[]],
  cwd: string,
  limit: number,
): Promise<CommandResult> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const temporary = `${cwd}.tmp`;
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(temporary);
    const env = { ...process.env, NO_COLOR: '1', TMPDIR: temporary, TEMP: temporary, TMP: temporary };
    // In its own process group: a test in an endless loop runs in a child process of vitest.
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    let late = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    const timer = setTimeout(() => {
      late = true;
      endGroup(child);
    }, limit * 1000);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      const ending = late ? 'timed out' : code === 0 ? 'passed' : 'failed';
      resolve({ ending, seconds: (performance.now() - started) / 1000, output });
    });
  });
}

function endGroup(child: ChildProcess): void {
  if (process.platform === 'win32' || child.pid === undefined) {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
