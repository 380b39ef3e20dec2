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

/**
 * Bundles a module as an application for browsers would, from the sources, and serves it on this machine alone, with a page
 * that may share memory at `/isolated` and one that may not at `/`.
 */
export async function serveBundle(entry: URL): Promise<BundleServer> {
  const { outputFiles } = await build({
    entryPoints: { bundle: fileURLToPath(entry) },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['source'],
    outdir: '/',
    write: false,
  });
  const files = new Map(
    outputFiles.map(({ path, text }) => [path.replaceAll('\\', '/').replace(/^[A-Z]:/i, ''), text]),
  );
  const server = createServer((request, response) => {
    const isolated = request.url === '/isolated';
    const page = isolated || request.url === '/';
    const text = page ? '<!doctype html><title>probe</title>' : files.get(request.url ?? '');
    response.statusCode = text === undefined ? 404 : 200;
    response.setHeader('content-type', page ? 'text/html' : 'text/javascript');
    if (isolated) {
      response.setHeader('cross-origin-opener-policy', 'same-origin');
      response.setHeader('cross-origin-embedder-policy', 'require-corp');
    }
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
