import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';

/** The output of build:wasm: git ignores it, but tests need it. */
const built = ['packages/kernels-wasm/dist', 'packages/kernels-wasm/src/generated'];

/**
 * Copies the checkout's files, including uncommitted changes, into `folder`, with links to the installed
 * packages. A link between two workspace packages points to the copy of the other one.
 */
export function copyTree(root: string, folder: string): void {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const files = [...new Set(list.split('\0'))].filter((file) => file !== '' && existsSync(join(root, file)));
  for (const file of files) cpSync(join(root, file), join(folder, file));
  const manifests = files.filter((file) => file.split('/').at(-1) === 'package.json');
  for (const manifest of manifests) linkModules(root, folder, join(dirname(manifest), 'node_modules'));
  copyBuilt(root, folder);
  // The tests' set-up would run build:wasm with pnpm, which would install into the copy; run-edits.ts builds
  // instead.
  const setup = join(folder, 'tools/build-wasm.ts');
  if (existsSync(setup)) writeFileSync(setup, 'export function setup(): void {}\n');
}

/** Copies the checkout's built WASM over one that was built from edited sources. */
export function copyBuilt(root: string, folder: string): void {
  for (const path of built.filter((path) => existsSync(join(root, path))))
    cpSync(join(root, path), join(folder, path), { recursive: true });
}

function linkModules(root: string, folder: string, path: string): void {
  if (!existsSync(join(root, path))) return;
  mkdirSync(join(folder, path), { recursive: true });
  for (const name of readdirSync(join(root, path))) {
    // A scope is a folder of links. Names with a dot are caches, except the programs and pnpm's store.
    if (name.startsWith('@')) linkModules(root, folder, join(path, name));
    else if (!name.startsWith('.') || name === '.bin' || name === '.pnpm') {
      const target = realpathSync(join(root, path, name));
      const inside = relative(realpathSync(root), target);
      const ours = !inside.startsWith('..') && !isAbsolute(inside) && !inside.includes('node_modules');
      symlinkSync(ours ? join(folder, inside) : target, join(folder, path, name), 'junction');
    }
  }
}
