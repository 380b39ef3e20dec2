import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** A running server of bundled modules. */
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

/** Allows modules given as text, under the name `text:<name>`. */
const texts = (modules: Readonly<Record<string, string | URL>>): Plugin => ({
  name: 'text',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^text:/ }, ({ path }) => ({ path, namespace: 'text' }));
    onLoad({ filter: /^text:/, namespace: 'text' }, ({ path }) => ({
      contents: String(modules[path.slice('text:'.length)]),
      loader: 'ts',
      resolveDir: import.meta.dirname,
    }));
  },
});

/**
 * Bundles modules, given as files or as text, like an application for browsers, from the sources. Serves them
 * on this machine as `/<name>.js`, with pages that may share memory or not, and whose policies allow
 * everything, no WebAssembly, or no workers.
 */
export async function serveBundle(modules: Readonly<Record<string, string | URL>>): Promise<BundleServer> {
  const { outputFiles } = await build({
    entryPoints: Object.entries(modules).map(([out, module]) => ({
      in: module instanceof URL ? fileURLToPath(module) : `text:${out}`,
      out,
    })),
    plugins: [texts(modules)],
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
    // Scripts too: a worker made from one could not share memory otherwise.
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
