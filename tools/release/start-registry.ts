import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runServer } from 'verdaccio';

export interface PublishedManifest {
  readonly name: string;
  readonly version: string;
}

export interface LocalRegistry {
  readonly url: string;
  /** Publishes a version, which becomes the latest one, by the request that `npm publish` sends. */
  publish(manifest: PublishedManifest, tarball: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** A verdaccio of its own, on this machine alone, that keeps its packages in `folder` and asks no other registry. */
export async function startRegistry(folder: string): Promise<LocalRegistry> {
  const server = await runServer({
    self_path: join(folder, 'config.yaml'),
    configPath: join(folder, 'config.yaml'),
    storage: folder,
    uplinks: {},
    packages: { '**': { access: '$all', publish: '$all' } },
    log: { type: 'stdout', format: 'pretty', level: 'fatal' },
    web: { enable: false },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    async publish(manifest, tarball) {
      const { name, version } = manifest;
      const file = `${name.replace(/^.*\//, '')}-${version}.tgz`;
      const dist = {
        tarball: `${url}${name}/-/${file}`,
        integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
        shasum: createHash('sha1').update(tarball).digest('hex'),
      };
      const attachment = {
        content_type: 'application/octet-stream',
        data: tarball.toString('base64'),
        length: tarball.length,
      };
      const body = {
        _id: name,
        name,
        'dist-tags': { latest: version },
        versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist } },
        _attachments: { [file]: attachment },
      };
      const response = await fetch(url + name.replace('/', '%2f'), {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok)
        throw new Error(`${name}@${version} was not published: ${response.status} ${await response.text()}`);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
