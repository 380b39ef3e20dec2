// pnpm sizes: what each package weighs in a browser, minified, with everything it exports and without the packages that it imports.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { packageNames } from './pack-all.ts';

for (const name of packageNames) {
  const folder = fileURLToPath(new URL(`../../packages/${name}`, import.meta.url));
  const { exports } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const { outputFiles } = await build({
    entryPoints: [`${folder}/${exports['.']['@regopt/source']}`],
    outdir: 'sizes',
    bundle: true,
    splitting: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['@regopt/*', 'node:*'],
  });
  const weigh = (contents: Uint8Array) =>
    `${(contents.length / 1024).toFixed(1)} KB, ${(gzipSync(contents).length / 1024).toFixed(1)} KB gzipped`;
  const [main, ...later] = outputFiles.sort(
    (a, b) => Number(b.path.endsWith('/index.js')) - Number(a.path.endsWith('/index.js')),
  );
  console.log(`@regopt/${name}: ${weigh(main!.contents)}`);
  for (const { contents, path } of later)
    console.log(`  loaded on demand, ${path.replace(/^.*\//, '')}: ${weigh(contents)}`);
}
