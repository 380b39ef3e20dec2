import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './run-command.ts';
import { withLock } from './with-lock.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A packed package, as it would be published. */
export interface Packed {
  readonly name: string;
  readonly version: string;
  readonly tarball: string;
  readonly manifest: Record<string, unknown> & {
    readonly exports: Record<string, unknown>;
    readonly scripts?: Record<string, string>;
    readonly dependencies?: Record<string, string>;
  };
}

/** Names of the packages' folders. */
export const packageNames = readdirSync(join(root, 'packages')).sort();

/**
 * Builds every package and packs it into `folder`; returns the tarballs by folder name. Only one process at a
 * time: a build empties the folder that another process packs.
 */
export function packAll(folder: string): Promise<Map<string, Packed>> {
  return withLock(join(root, 'node_modules/.pack-all-lock'), () => packUnlocked(folder));
}

async function packUnlocked(folder: string): Promise<Map<string, Packed>> {
  const turbo = join(root, 'tools/turbo.ts');
  await runCommand(process.execPath, [turbo, 'run', 'build', '--filter=./packages/*'], { cwd: root });
  const packed = new Map<string, Packed>();
  for (const name of packageNames) {
    const cwd = join(root, 'packages', name);
    const { filename } = JSON.parse(
      await runCommand('pnpm', ['pack', '--json', '--pack-destination', folder], { cwd }),
    );
    // pnpm replaces workspace ranges by real ones, so the packed manifest counts.
    const manifest = JSON.parse(
      await runCommand('tar', ['-xOzf', filename, 'package/package.json'], { cwd: folder }),
    );
    packed.set(name, { name: manifest.name, version: manifest.version, tarball: filename, manifest });
  }
  return packed;
}
