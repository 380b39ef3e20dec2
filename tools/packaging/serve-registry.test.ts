import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Registry, serveRegistry } from './serve-registry.ts';

interface Document {
  readonly versions: Readonly<Record<string, { readonly dist: { tarball: string; integrity: string } }>>;
  readonly time: object;
}

let registry: Registry;
beforeEach(async () => {
  registry = await serveRegistry();
});
afterEach(() => registry.close());

const bytes = (text: string) => new TextEncoder().encode(text);

it('has every version of a package, and the last published one is the latest', async () => {
  registry.publish({ name: '@regopt/tensor', version: '0.1.0' }, bytes('old'));
  registry.publish({ name: '@regopt/tensor', version: '0.2.0' }, bytes('new'));
  // Package managers encode the slash of a scope as %2f.
  const response = await fetch(`${registry.url}@regopt%2ftensor`);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const document = (await response.json()) as Document;
  expect(document).toMatchObject({ name: '@regopt/tensor', 'dist-tags': { latest: '0.2.0' } });
  for (const [version, content] of [
    ['0.1.0', 'old'],
    ['0.2.0', 'new'],
  ] as const) {
    const { dist } = document.versions[version]!;
    expect(await (await fetch(dist.tarball)).text()).toBe(content);
    expect(dist.integrity).toBe(`sha512-${createHash('sha512').update(content).digest('base64')}`);
    expect(document.time).toHaveProperty([version]);
  }
});

it('records requests for missing packages', async () => {
  expect((await fetch(`${registry.url}vitest`)).status).toBe(404);
  expect(registry.missing).toEqual(['vitest']);
});
