// pnpm tarballs: packs every package into tarballs/, as it would be published.
import { mkdirSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packAll } from './pack-all.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fileURLToPath(new URL('../../tarballs', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const { tarball } of (await packAll(folder)).values()) console.log(relative(root, tarball));
