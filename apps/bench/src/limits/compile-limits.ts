import { createWasmBackend } from '@regopt/kernels-wasm';
import asc from 'assemblyscript/asc';
import { benchFolder } from '../bench-folder.ts';

/** What assembly/limits.ts exports. */
export interface LimitExports {
  multiplyAdd(turns: number, area: number): void;
  streams(start: number, bytes: number): void;
}

let compiled: Promise<WebAssembly.Module> | undefined;

async function compile(): Promise<WebAssembly.Module> {
  const backend = await createWasmBackend();
  const relaxed = backend.capabilities().build === 'relaxed';
  backend.dispose();
  let binary: Uint8Array | undefined;
  const features = relaxed ? ['--enable', 'relaxed-simd', '--use', 'RELAXED=1'] : ['--use', 'RELAXED=0'];
  const { error, stderr } = await asc.main(
    [
      'assembly/limits.ts',
      '--baseDir',
      benchFolder,
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--importMemory',
    ]
      .concat(['--enable', 'simd'], features)
      .concat(['--outFile', 'limits.wasm']),
    {
      writeFile(_, contents) {
        if (typeof contents !== 'string') binary = contents;
      },
    },
  );
  if (error || binary === undefined)
    throw new Error(`internal: the limits do not compile: ${stderr.toString()}`);
  return WebAssembly.compile(binary.slice());
}

/** The loops that measure the machine, compiled as the kernels are: with relaxed SIMD where ours runs with it. */
export async function compileLimits(memory: WebAssembly.Memory): Promise<LimitExports> {
  compiled ??= compile();
  const { exports } = await WebAssembly.instantiate(await compiled, { env: { memory } });
  return exports as unknown as LimitExports;
}
