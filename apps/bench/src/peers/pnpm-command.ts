import { existsSync } from 'node:fs';

/** The pnpm that started this process, else the version that the repository names. */
export function pnpmCommand(): readonly string[] {
  const started = process.env['npm_execpath'];
  return started?.includes('pnpm') && existsSync(started)
    ? [process.execPath, started]
    : ['npx', '--yes', 'pnpm@10.34.9'];
}
