// Compiles assembly/index.ts twice (portable, relaxed SIMD) into dist/*.wasm, and writes each as a module of
// base64 text under src/generated/, which the back end imports lazily. The two compilers run in parallel, in
// one process each. The module also contains its unpacker, assembly/unpack/unlzma.ts.
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import lzma from 'lzma';

const root = new URL('..', import.meta.url);

const kernels = [
  '-O3',
  '--initialMemory',
  '1',
  // Shared between threads; where an engine or a page has no shared memory, the loader clears the flag.
  '--sharedMemory',
  '--maximumMemory',
  '65536',
  '--enable',
  'threads',
  // A program calls its kernels by their index in a table that the host fills.
  '--importTable',
  '--enable',
  'simd',
];

/** The builds: same source, different features. */
const builds = {
  portable: ['--use', 'RELAXED=0'],
  relaxed: ['--use', 'RELAXED=1', '--enable', 'relaxed-simd'],
};

/** Compiles a file of assembly/ to bytes. */
async function compile(file, options) {
  const common = [
    '--noAssert',
    '--runtime',
    'stub',
    '--importMemory',
    '--noExportMemory',
    '--outFile',
    'out.wasm',
  ];
  let bytes;
  const { error, stderr } = await asc.main(
    [`assembly/${file}`, '--baseDir', fileURLToPath(root), ...common, ...options],
    { writeFile: (_, contents) => (bytes = contents) },
  );
  if (!error) return bytes;
  console.error(stderr.toString());
  throw error;
}

async function build(name) {
  await mkdir(new URL('dist/', root), { recursive: true });
  await mkdir(new URL('src/generated/', root), { recursive: true });
  const bytes = await compile('index.ts', [...kernels, ...builds[name]]);
  const unpacker = await compile('unpack/unlzma.ts', ['-Osize']);
  await writeFile(new URL(`dist/${name}.wasm`, root), bytes);
  // Packed before it is encoded: base64 of plain bytes is 50 % larger after a server's compression. Zopfli's
  // gzip file is 9 kB (26 %) larger, and zlib's 11 kB.
  const base64 = (part) => Buffer.from(part).toString('base64');
  const text = `// Made by scripts/build-wasm.mjs: the ${name} build, ${bytes.length} bytes, packed by LZMA, and what unpacks it.
export const wasm =
  '${base64(lzma.compress(bytes, 9))}';
export const unpacker =
  '${base64(unpacker)}';
`;
  await writeFile(new URL(`src/generated/${name}.ts`, root), text);
}

function buildInProcess(name) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), name], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the ${name} build ended with ${code}`)),
    );
  });
}

const [, , only] = process.argv;
if (only === undefined) await Promise.all(Object.keys(builds).map(buildInProcess));
else await build(only);
