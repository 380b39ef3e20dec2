// Compiles assembly/index.ts twice (portable, relaxed SIMD) into dist/*.wasm, and wraps each in a module of base64 text
// under src/generated/, which the back end imports lazily. The compilers run side by side, in a process each. What unpacks
// the text is a third module, assembly/unpack/unlzma.ts.
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import lzma from 'lzma';

const root = new URL('..', import.meta.url);

const kernels = [
  'assembly/index.ts',
  '-O3',
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

/** The two builds of the kernels, same source and different features, and what unpacks them. */
const modules = {
  portable: [...kernels, '--use', 'RELAXED=0'],
  relaxed: [...kernels, '--use', 'RELAXED=1', '--enable', 'relaxed-simd'],
  unlzma: ['assembly/unpack/unlzma.ts', '-Osize'],
};

async function compile(name) {
  await mkdir(new URL('dist/', root), { recursive: true });
  await mkdir(new URL('src/generated/', root), { recursive: true });
  const options = ['--baseDir', fileURLToPath(root), '--noAssert', '--runtime', 'stub', '--importMemory'];
  let bytes;
  const { error, stderr } = await asc.main(
    [...modules[name], ...options, '--noExportMemory', '--outFile', `${name}.wasm`],
    { writeFile: (_, contents) => (bytes = contents) },
  );
  if (error) {
    console.error(stderr.toString());
    throw error;
  }
  const isBuild = name !== 'unlzma';
  if (isBuild) await writeFile(new URL(`dist/${name}.wasm`, root), bytes);
  // Packed before it becomes text: base64 of plain bytes is half as large again after a server's compression. Zopfli's gzip
  // file is 9 kB (26 %) larger, and zlib's 11 kB.
  const packed = isBuild ? lzma.compress(bytes, 9) : bytes;
  const text = `// Made by scripts/build-wasm.mjs: ${name}, ${bytes.length} bytes${isBuild ? ', packed by LZMA' : ''}.
export const wasm =
  '${Buffer.from(packed).toString('base64')}';
`;
  await writeFile(new URL(`src/generated/${name}.ts`, root), text);
}

function compileInProcess(name) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), name], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`compiling ${name} ended with ${code}`)),
    );
  });
}

const [, , only] = process.argv;
if (only === undefined) await Promise.all(Object.keys(modules).map(compileInProcess));
else await compile(only);
