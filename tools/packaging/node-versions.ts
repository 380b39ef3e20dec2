import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.ts';

export interface NodeVersion {
  readonly version: string;
  readonly path: string;
}

/** The current Node, and the machine's own: the first one on the PATH outside of node_modules folders. */
export async function findNodeVersions(): Promise<NodeVersion[]> {
  const running = { version: process.version, path: process.execPath };
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
  if (own === undefined) return [running];
  const version = (await runCommand(own, ['--version'], { cwd: process.cwd() })).trim();
  return version === running.version ? [running] : [running, { version, path: own }];
}
