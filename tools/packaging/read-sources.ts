import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';

/** The TypeScript files in a tarball, by path in the package: `src/index.ts`. */
export async function readSources(tarball: string): Promise<Map<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'regopt-sources-'));
  try {
    await runCommand('tar', ['-xzf', tarball], { cwd: folder });
    const cwd = join(folder, 'package');
    const paths = globSync('src/**/*.ts', { cwd }).map((path) => path.replaceAll('\\', '/'));
    return new Map(paths.sort().map((path) => [path, readFileSync(join(cwd, path), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
