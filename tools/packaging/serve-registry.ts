import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Packed } from './pack-all.ts';

export interface PublishedManifest {
  readonly name: string;
  readonly version: string;
}

export interface Registry {
  readonly url: string;
  /** What was asked for that the registry does not have. */
  readonly missing: string[];
  /** Adds a version, which becomes the latest one. */
  publish(manifest: PublishedManifest, tarball: Uint8Array): void;
  close(): Promise<void>;
}

/** When every version was published, for package managers that leave out what is too new. */
const published = '2026-01-01T00:00:00.000Z';

/**
 * A registry on this machine that has these packages, and what is published to it, alone, so that package managers
 * resolve them as they will once they are published.
 */
export async function serveRegistry(packages: readonly Packed[] = []): Promise<Registry> {
  const missing: string[] = [];
  /** A package's versions by its name, and the files by their paths. */
  const documents = new Map<string, { versions: Record<string, object>; latest: string }>();
  const tarballs = new Map<string, Uint8Array>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').slice(1));
    const document = documents.get(path);
    const tarball = tarballs.get(path);
    // A version that was just published must be seen by those who asked before.
    response.setHeader('cache-control', 'no-store');
    if (tarball) {
      response.end(tarball);
    } else if (document) {
      const { versions, latest } = document;
      const time = Object.fromEntries(Object.keys(versions).map((version) => [version, published]));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name: path, 'dist-tags': { latest }, versions, time }));
    } else {
      missing.push(path);
      response.statusCode = 404;
      response.end('{}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const publish: Registry['publish'] = (manifest, tarball) => {
    const { name, version } = manifest;
    const path = `${name}/-/${name.replace(/^.*\//, '')}-${version}.tgz`;
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    const { versions } = documents.get(name) ?? { versions: {} };
    tarballs.set(path, tarball);
    documents.set(name, {
      versions: { ...versions, [version]: { ...manifest, dist: { tarball: url + path, integrity } } },
      latest: version,
    });
  };
  for (const { name, version, manifest, tarball } of packages)
    publish({ ...manifest, name, version }, readFileSync(tarball));
  return {
    url,
    missing,
    publish,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
