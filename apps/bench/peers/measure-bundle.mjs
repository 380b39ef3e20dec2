import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * Gzipped bytes that a page loads: the entry, bundled for a browser and minified, with all its imports; the
 * chunks loaded on demand whose names match `onDemand`; and `files` next to it.
 */
export async function measureBundle({ entry, conditions, onDemand, files = [] }) {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    outdir: 'bundle',
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    external: ['node:*', 'fs', 'path', 'worker_threads', 'perf_hooks', 'os', 'util'],
    logLevel: 'error',
    ...(conditions && { conditions }),
  });
  const outputs = metafile.outputs;
  const names = Object.keys(outputs);
  const loaded = new Set();
  const load = (name) => {
    if (loaded.has(name)) return;
    loaded.add(name);
    for (const { path, kind } of outputs[name].imports) {
      if (!(path in outputs)) continue;
      const parts = Object.keys(outputs[path].inputs);
      if (kind !== 'dynamic-import' || (onDemand && parts.some((part) => onDemand.test(part)))) load(path);
    }
  };
  load(names.find((name) => outputs[name].entryPoint?.endsWith(entry.split('/').at(-1))));
  const bundled = outputFiles.filter(({ path }) => [...loaded].some((name) => path.endsWith(`/${name}`)));
  return [...bundled.map(({ contents }) => contents), ...files.map((file) => readFileSync(file))]
    .map((contents) => gzipSync(contents).length)
    .reduce((a, b) => a + b, 0);
}
