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
  /** Requests that the registry could not answer. */
  readonly missing: string[];
  /** Adds a version, which becomes the latest one. */
  publish(manifest: PublishedManifest, tarball: Uint8Array): void;
  close(): Promise<void>;
}

/** Publication time of every version, for package managers that refuse very new ones. */
const published = '2026-01-01T00:00:00.000Z';

/**
 * A local registry with only these packages and later published ones, so package managers resolve them as
 * they will after publication.
 */
export async function serveRegistry(packages: readonly Packed[] = []): Promise<Registry> {
  const missing: string[] = [];
  /** Each package's versions by name, and the files by path. */
  const documents = new Map<string, { versions: Record<string, object>; latest: string }>();
  const tarballs = new Map<string, Uint8Array>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').slice(1));
    const document = documents.get(path);
    const tarball = tarballs.get(path);
    // No caching: an earlier client must see a version that was just published.
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
