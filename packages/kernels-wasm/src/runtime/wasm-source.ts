import { FormatError, RegoptError, ValueError, valueText } from '@regopt/tensor';
import { withoutSharedMemory } from './shared-memory.ts';
import { unlzma } from './unlzma.ts';

/** `WebAssembly.Module`, or any object if the user's types do not declare it (DOM's do). */
export type HostModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module & object
  : object;

/** `URL`, or a similar object if the user's types do not declare it (DOM's and Node's do). */
export type HostUrl = typeof globalThis extends { URL: { prototype: infer Url } }
  ? Url
  : { readonly href: string };

/** A build of the kernels: its bytes, a compiled module, or an address to fetch. */
export type WasmSource = ArrayBuffer | ArrayBufferView | HostModule | HostUrl | string;

/** Both builds, as passed to `createWasmBackend`. */
export interface WasmSources {
  readonly portable: WasmSource;
  readonly relaxed: WasmSource;
}

type Build = keyof WasmSources;

/** A compiled build, and whether it imports shared memory. */
export interface CompiledSource {
  readonly module: HostModule;
  readonly shared: boolean;
}

/**
 * Compiles a build, inlined or from `sources`, for shared memory or not. A module that is already compiled
 * imports shared memory.
 */
export async function compile(build: Build, shared: boolean, sources?: WasmSources): Promise<CompiledSource> {
  const compiled = (bytes: Uint8Array<ArrayBuffer>, origin: string) =>
    compileBytes(shared ? bytes : withoutSharedMemory(bytes), `the ${build} build ${origin}`);
  if (sources === undefined)
    return { module: await compiled(await inlined(build), 'of this package'), shared };
  const source = sourceOf(build, sources);
  if (source instanceof WebAssembly.Module) {
    return { module: checked(build, source, 'handed over'), shared: true };
  }
  const remote = source instanceof URL || typeof source === 'string';
  const bytes = remote ? await fetched(build, source) : source;
  const origin = remote ? `from ${source}` : 'handed over';
  return { module: checked(build, await compiled(bytesOf(bytes), origin), origin), shared };
}

async function compileBytes(bytes: Uint8Array<ArrayBuffer>, what: string): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    // A policy forbids compiling, but not validating: invalid bytes are a FormatError.
    if (!WebAssembly.validate(bytes)) {
      throw new FormatError(`createWasmBackend: ${what} does not compile: ${messageOf(cause)}.`, { cause });
    }
    throw new RegoptError(
      "createWasmBackend: the engine refuses to compile WebAssembly, which a page's " +
        'Content-Security-Policy must allow by ' +
        `script-src 'wasm-unsafe-eval': ${messageOf(cause)}`,
      { cause },
    );
  }
}

function bytesOf(source: ArrayBuffer | ArrayBufferView): Uint8Array<ArrayBuffer> {
  if (!ArrayBuffer.isView(source)) return new Uint8Array(source);
  // Copied, since WebAssembly cannot compile from shared memory.
  return new Uint8Array(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
}

/** The source of the build that runs, or an error that says what was passed instead. */
function sourceOf(build: Build, sources: WasmSources): WasmSource {
  if (typeof sources !== 'object' || sources === null || isSource(sources) || 'then' in sources) {
    throw new ValueError(
      `createWasmBackend: wasm is an object of two builds, { portable, relaxed }, got ${valueText(sources)}.`,
    );
  }
  const source: unknown = sources[build];
  if (source === undefined) {
    throw new ValueError(
      `createWasmBackend: the ${build} build is to run, but wasm has only [${Object.keys(sources)}]. ` +
        `Hand over both${build === 'relaxed' ? ', or ask for the portable one by relaxed: false' : ''}.`,
    );
  }
  if (isSource(source)) return source;
  throw new ValueError(
    `createWasmBackend: wasm.${build} is bytes, ` +
      `a WebAssembly.Module or an address, got ${valueText(source)}.`,
  );
}

function isSource(value: unknown): value is WasmSource {
  return (
    typeof value === 'string' ||
    value instanceof URL ||
    value instanceof WebAssembly.Module ||
    // By its tag, since an ArrayBuffer of another realm (a test runner's sandbox) has another class.
    Object.prototype.toString.call(value) === '[object ArrayBuffer]' ||
    ArrayBuffer.isView(value)
  );
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

async function fetched(build: Build, address: URL | string): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = await fetch(address);
    if (response.ok) return await response.arrayBuffer();
  } catch (cause) {
    const hint = String(address).startsWith('file:')
      ? ' In Node, read the file with node:fs and hand over its bytes.'
      : '';
    throw new RegoptError(
      `createWasmBackend: the ${build} build could not be fetched from ${address}: ` +
        `${messageOf(cause)}.${hint}`,
      { cause },
    );
  }
  throw new RegoptError(
    `createWasmBackend: the ${build} build could not be fetched: ${address} answered ${response.status}.`,
    { cause: response },
  );
}

/** Refuses modules of other programs, which would only fail later, at a missing export. */
function checked(build: Build, module: WebAssembly.Module, origin: string): WebAssembly.Module {
  if (WebAssembly.Module.exports(module).some(({ name }) => name === 'heapBase')) return module;
  throw new FormatError(
    `createWasmBackend: the ${build} build ${origin} is a WebAssembly module, ` +
      'but not of these kernels: no export heapBase.',
  );
}

/** The bytes of the inlined build: packed base64 text in a module that is loaded only here. */
async function inlined(build: Build): Promise<Uint8Array<ArrayBuffer>> {
  let text: { readonly wasm: string; readonly unpacker: string };
  try {
    text =
      build === 'relaxed'
        ? await import('../generated/relaxed.ts')
        : await import('../generated/portable.ts');
  } catch (cause) {
    const reason = messageOf(cause);
    const message = `createWasmBackend: the module of the ${build} build could not be loaded: ${reason}.`;
    throw new RegoptError(message, { cause });
  }
  const unpacker = await compileBytes(fromBase64(text.unpacker), 'the unpacker of this package');
  return unlzma(unpacker, fromBase64(text.wasm));
}

function fromBase64(encoded: string): Uint8Array<ArrayBuffer> {
  const text = atob(encoded);
  // A plain loop: Uint8Array.from takes 30 ms for this many characters, half of the time to a first step.
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
