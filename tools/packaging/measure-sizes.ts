import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Typical partial uses of each package: a description, and the imported names. */
const selections: Readonly<Record<string, readonly (readonly [what: string, names: readonly string[]])[]>> = {
  autograd: [['what a perceptron needs', ['backward', 'crossEntropy', 'linear', 'relu']]],
  layers: [['what a perceptron needs', ['Linear', 'parameters', 'Relu', 'Sequential']]],
  optim: [['one rule', ['adamw']]],
  schedulers: [['`cosine` alone', ['cosine']]],
  training: [['`fit` alone', ['fit']]],
};

/** Files that `build:wasm` makes and a page may load. */
const built: Readonly<Record<string, readonly string[]>> = {
  'kernels-wasm': ['portable.wasm', 'relaxed.wasm'],
};

/** Bytes of one file that a browser loads. */
export interface Weight {
  readonly minified: number;
  readonly gzipped: number;
}

/** The size of a package without the packages that it imports. */
export interface Sizes {
  /** All its exports, without files loaded on demand. */
  readonly main: Weight;
  /** The files loaded on demand, by name without hash. */
  readonly later: ReadonlyMap<string, Weight>;
  /** Files beside it that a page may load instead of those, by name. */
  readonly files: ReadonlyMap<string, Weight>;
  /** Sizes of partial uses, by description. */
  readonly parts: ReadonlyMap<string, Weight>;
}

const weigh = (contents: Uint8Array): Weight => ({
  minified: contents.length,
  gzipped: gzipSync(contents).length,
});

const folderOf = (name: string) => fileURLToPath(new URL(`../../packages/${name}`, import.meta.url));

async function bundle(name: string, names?: readonly string[]) {
  const folder = folderOf(name);
  const { exports } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const entry = exports['.']['@regopt/source'];
  const { outputFiles } = await build({
    stdin: { contents: `export ${names ? `{ ${names} }` : '*'} from '${entry}';`, resolveDir: folder },
    outdir: 'sizes',
    bundle: true,
    splitting: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['@regopt/*', 'node:*'],
  });
  const [main, ...later] = outputFiles.sort(
    (a, b) => Number(b.path.endsWith('/stdin.js')) - Number(a.path.endsWith('/stdin.js')),
  );
  return { main: weigh(main!.contents), later };
}

/** Bundles a package for a browser from its sources and the built WebAssembly. */
export async function measureSizes(name: string): Promise<Sizes> {
  const { main, later } = await bundle(name);
  const parts = new Map<string, Weight>();
  for (const [what, names] of selections[name] ?? []) parts.set(what, (await bundle(name, names)).main);
  const paths = (built[name] ?? []).map((file) => [file, `${folderOf(name)}/dist/${file}`] as const);
  if (later.length < paths.length || !paths.every(([, path]) => existsSync(path)))
    throw new Error(`packages/${name}: run pnpm build:wasm, whose output is part of its sizes.`);
  const files = new Map(paths.map(([file, path]) => [file, weigh(readFileSync(path))]));
  const named = later.map(
    ({ path, contents }) => [/([^/]+)-\w+\.js$/.exec(path)![1]!, weigh(contents)] as const,
  );
  return { main, later: new Map(named), files, parts };
}
