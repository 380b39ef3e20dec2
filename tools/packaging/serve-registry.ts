import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import type { Packed } from './pack-all.ts';

export interface Registry {
  readonly url: string;
  /** What was asked for that the registry does not have. */
  readonly missing: string[];
  close(): Promise<void>;
}

/**
 * A registry on this machine that has these packages alone, so that `npm install` resolves them as it will once they are
 * published.
 */
export async function serveRegistry(packages: readonly Packed[]): Promise<Registry> {
  const missing: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').slice(1));
    const ours = packages.find(({ name }) => name === path);
    const file = packages.find(({ tarball }) => `tarballs/${basename(tarball)}` === path);
    const origin = `http://${request.headers.host}`;
    if (file) {
      response.end(readFileSync(file.tarball));
    } else if (ours) {
      const { version, manifest } = ours;
      const tarball = `${origin}/tarballs/${basename(ours.tarball)}`;
      const versions = { [version]: { ...manifest, dist: { tarball } } };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name: path, 'dist-tags': { latest: version }, versions }));
    } else {
      missing.push(path);
      response.statusCode = 404;
      response.end('{}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    missing,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
