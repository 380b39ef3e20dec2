import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A running server of one bundled module. */
export interface BundleServer {
  readonly origin: string;
  /** Every file of the bundle, by its path on the server. */
  readonly files: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** Empty pages by their path, with the headers that they are served with. */
const pages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/': {},
  '/isolated': isolation,
  '/allowed': {
    ...isolation,
    'content-security-policy': "script-src 'self' 'wasm-unsafe-eval'; worker-src blob:",
  },
  '/no-wasm': { ...isolation, 'content-security-policy': "script-src 'self'; worker-src blob:" },
  '/no-workers': { ...isolation, 'content-security-policy': "script-src 'self' 'wasm-unsafe-eval'" },
};

/**
 * Bundles a module as an application for browsers would, from the sources, and serves it on this machine alone, with pages that
 * may share memory or not, and whose policies allow everything, or no WebAssembly, or no workers.
 */
export async function serveBundle(entry: URL): Promise<BundleServer> {
  const { outputFiles } = await build({
    entryPoints: { bundle: fileURLToPath(entry) },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['@regopt/source'],
    outdir: '/',
    write: false,
  });
  const files = new Map(
    outputFiles.map(({ path, text }) => [path.replaceAll('\\', '/').replace(/^[A-Z]:/i, ''), text]),
  );
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const page = pages[path];
    const text = page ? '<!doctype html><title>probe</title>' : files.get(path);
    // Every script too, or a worker made of it could not share memory.
    const headers = page ?? isolation;
    const type = page ? 'text/html' : 'text/javascript';
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': type, ...headers });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    files,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
