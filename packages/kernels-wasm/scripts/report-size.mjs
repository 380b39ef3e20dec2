// Prints each build's bytes, plain and gzipped: what a page downloads.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** Max bytes: a page should load its kernels in about a tenth of a second at 5 Mbit/s. */
const limit = 60_000;

for (const build of ['portable', 'relaxed']) {
  const bytes = readFileSync(new URL(`../dist/${build}.wasm`, import.meta.url));
  const zipped = gzipSync(bytes, { level: 9 }).length;
  console.log(`${build}: ${bytes.length} bytes, ${zipped} gzipped (limit ${limit})`);
  if (zipped > limit) process.exitCode = 1;
}
