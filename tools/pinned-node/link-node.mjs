// Runs after an install, on the Node that runs pnpm. Links node_modules/.bin/node, which scripts, tests and
// turbo's tasks use, to the machine's own Node if that is new enough, else to the pinned one.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, linkSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const bin = fileURLToPath(new URL('../../node_modules/.bin/', import.meta.url));
const { platform, arch } = process;
const program = platform === 'win32' ? 'node.exe' : 'node';

// Node runs TypeScript without a flag since 22.18; vitest and tsup do not support 25, nor 24 before 24.11;
// types are checked against the API of 24.
const wanted = 'Node 24 from 24.11 on, or Node 26 or newer';
const isNewEnough = (major, minor) => major >= 26 || (major === 24 && minor >= 11);

/** The Node at this path, or undefined if none is there or it does not run, like a glibc build on musl. */
function readNode(path) {
  const { status, stdout } = spawnSync(path, ['-p', 'process.version + " " + process.execPath'], {
    encoding: 'utf8',
  });
  const [, version, major, minor, execPath] = /^v((\d+)\.(\d+)\S*) (.+)$/m.exec(stdout ?? '') ?? [];
  if (status !== 0 || version === undefined) return undefined;
  return { version, path: execPath, fits: isNewEnough(Number(major), Number(minor)) };
}

const folder = join(here, 'node_modules', `node-${platform}-${arch}`);
// Removes the headers and manual pages: they take 61 MB, and nothing here reads them.
for (const name of ['include', 'share']) rmSync(join(folder, name), { recursive: true, force: true });

const ownPath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((entry) => !entry.includes('node_modules'))
  .map((entry) => join(entry, program))
  .find((path) => existsSync(path));
const own = ownPath === undefined ? undefined : readNode(ownPath);

const link = join(bin, program);
mkdirSync(bin, { recursive: true });
// Windows cannot remove a running program, and this one may run through that link: a suitable one stays.
const stays = platform === 'win32' && existsSync(link) && (own?.fits || readNode(link)?.fits);
if (stays) process.exit();
rmSync(link, { force: true });

if (own?.fits) {
  // The link keeps this Node even if a version manager later puts an older one on the PATH. On Windows links
  // need a privilege; there the PATH decides.
  if (platform !== 'win32') symlinkSync(own.path, link);
} else {
  const pinned = readNode(join(folder, 'bin', program));
  if (pinned === undefined) {
    console.error(
      `install: the tools need ${wanted}; found ${own?.version ?? 'none'}, and the pinned Node has no build that runs ` +
        `on this ${platform} ${arch} machine. Install ${wanted}, then run this again.`,
    );
    process.exitCode = 1;
  } else if (platform === 'win32') {
    try {
      linkSync(pinned.path, link);
    } catch {
      // The pinned Node is on another volume.
      copyFileSync(pinned.path, link);
    }
  } else symlinkSync(pinned.path, link);
}
