// Compiles assembly/index.ts twice (portable, relaxed SIMD) into dist/*.wasm, and wraps each in a module of base64 text
// under src/generated/, which the back end imports lazily. The two compilers run side by side, in a process each.
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipAsync } from '@gfx/zopfli';
import asc from 'assemblyscript/asc';

const root = new URL('..', import.meta.url);

/** The builds: same source, different features. */
const builds = {
  portable: ['--use', 'RELAXED=0'],
  relaxed: ['--use', 'RELAXED=1', '--enable', 'relaxed-simd'],
};

const common = [
  'assembly/index.ts',
  '--baseDir',
  fileURLToPath(root),
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--importMemory',
  '--noExportMemory',
  '--initialMemory',
  '1',
  // Shared between threads; where an engine or a page has no shared memory, the loader clears the flag.
  '--sharedMemory',
  '--maximumMemory',
  '65536',
  '--enable',
  'threads',
  // A program calls its kernels by their place in a table that the host fills.
  '--importTable',
  '--enable',
  'simd',
];

async function compile(name) {
  await mkdir(new URL('dist/', root), { recursive: true });
  await mkdir(new URL('src/generated/', root), { recursive: true });
  const outFile = `dist/${name}.wasm`;
  const { error, stderr } = await asc.main([...common, ...builds[name], '--outFile', outFile]);
  if (error) {
    console.error(stderr.toString());
    throw error;
  }
  const bytes = await readFile(new URL(outFile, root));
  // Compressed before it becomes text: base64 of plain bytes is half as large again after a server's compression. Zopfli
  // takes 5 s for a gzip file that is 2.5 kB (5.7 %) smaller than zlib's; more than 3 iterations gain under 30 bytes.
  const packed = Buffer.from(await gzipAsync(bytes, { numiterations: 3 })).toString('base64');
  const text = `// Made by scripts/build-wasm.mjs: the ${name} build, ${bytes.length} bytes, gzipped.
export const wasm =
  '${packed}';
`;
  await writeFile(new URL(`src/generated/${name}.ts`, root), text);
}

function compileInProcess(name) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), name], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the ${name} build ended with ${code}`)),
    );
  });
}

const [, , only] = process.argv;
if (only === undefined) await Promise.all(Object.keys(builds).map(compileInProcess));
else await compile(only);
