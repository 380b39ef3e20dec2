import asc from 'assemblyscript/asc';
import { benchFolder } from '../bench-folder.ts';

/** The exports of assembly/limits.ts. */
export interface LimitExports {
  multiplyAdd(turns: number, area: number): void;
  triad(a: number, b: number, c: number, bytes: number): void;
}

/** Maximum size in pages of the loops' memory, which the threads share. */
export const maximumPages = 16384;

const compiled = new Map<boolean, Promise<WebAssembly.Module>>();

async function compile(portable: boolean): Promise<WebAssembly.Module> {
  let binary: Uint8Array | undefined;
  const features = portable ? ['--use', 'RELAXED=0'] : ['--enable', 'relaxed-simd', '--use', 'RELAXED=1'];
  const { error, stderr } = await asc.main(
    [
      ...['assembly/limits.ts', '--baseDir', benchFolder, '--outFile', 'limits.wasm'],
      ...['-O3', '--noAssert', '--runtime', 'stub'],
      ...['--enable', 'simd', ...features],
      ...['--enable', 'threads', '--importMemory', '--sharedMemory', '--maximumMemory', `${maximumPages}`],
    ],
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

/** Compiles the loops that measure the machine, with the options of one of the kernels' builds. */
export function compileLimits(portable: boolean): Promise<WebAssembly.Module> {
  const former = compiled.get(portable) ?? compile(portable);
  compiled.set(portable, former);
  return former;
}
