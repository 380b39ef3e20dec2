import { cpSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../packaging/run-command.ts';
import type { Bump, ReleasedManifest } from './find-raises.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Copies the parts of this repository that `pnpm version-packages` needs, at these versions, into a folder.
 */
export async function copyWorkspace(root: string, manifests: readonly ReleasedManifest[]): Promise<void> {
  const copied = [
    '.changeset/config.json',
    'tools/release/changelog.ts',
    'tools/release/find-raises.ts',
    'tools/release/raise-dependents.ts',
  ];
  for (const path of [...copied, 'package.json', 'pnpm-workspace.yaml'])
    cpSync(join(repository, path), join(root, path));
  for (const manifest of manifests) {
    const folder = join(root, manifest.name.replace('@regopt/', 'packages/'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    // As after a first release.
    writeFileSync(join(folder, 'CHANGELOG.md'), `# ${manifest.name}\n`);
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
  await runCommand('git', ['init', '--quiet'], { cwd: root });
}

/** Runs the commands of `pnpm version-packages` on one change of one package; returns all versions. */
export async function bumpWorkspace(root: string, name: string, bump: Bump): Promise<Map<string, string>> {
  writeFileSync(join(root, '.changeset/change.md'), `---\n'${name}': ${bump}\n---\n\nA change.\n`);
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const changesets = join(root, 'node_modules/@changesets/cli/bin.js');
  for (const command of scripts['version-packages'].split(' && ')) {
    const words = command
      .replace(/^node /, '')
      .replace(/^changeset /, `${changesets} `)
      .split(' ');
    await runCommand(process.execPath, words, { cwd: root });
  }
  const manifests = globSync('packages/*/package.json', { cwd: root }).map((path) =>
    JSON.parse(readFileSync(join(root, path), 'utf8')),
  );
  return new Map(manifests.map((manifest) => [manifest.name, manifest.version]));
}
