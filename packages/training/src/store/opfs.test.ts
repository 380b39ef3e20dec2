import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../contract/store.ts';
import { describeStore } from '../testing/describe-store.ts';
import { opfs } from './opfs.ts';

const executablePath = '/usr/bin/chromium';
const installed = existsSync(executablePath);
if (!installed) console.warn(`The tests of opfs are skipped: there is no ${executablePath}.`);

/** Pages of this origin may use the file system; requests are answered here, so no server is needed. */
const origin = 'http://localhost';

describe('opfs outside of a page', () => {
  it('says what it needs', async () => {
    await expect(opfs('runs/a').write('a', new Uint8Array(1))).rejects.toThrow(
      'opfs: there is no navigator.storage.getDirectory here; it needs https or localhost.',
    );
  });

  it('refuses a path that is none', () => {
    for (const path of ['', '/a', 'a/', '../a', 'a//b'])
      expect(() => opfs(path)).toThrow(`opfs: a path is names of folders, joined by /, got "${path}".`);
  });
});

describe.skipIf(!installed)('in a page', () => {
  let browser: Browser;
  let page: Page;
  let count = 0;

  const newPage = async (): Promise<Page> => {
    const opened = await (browser.contexts()[0] ?? (await browser.newContext())).newPage();
    await opened.goto(origin);
    return opened;
  };

  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('../browser.ts', import.meta.url))],
      bundle: true,
      format: 'esm',
      conditions: ['@regopt/source'],
      write: false,
    });
    const module = outputFiles[0]!.text;
    expect(module).not.toMatch(/["']node:/);
    browser = await chromium.launch({
      executablePath,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    const context = await browser.newContext();
    await context.route(`${origin}/**`, (route) =>
      route.request().url().endsWith('.js')
        ? route.fulfill({ contentType: 'text/javascript', body: module })
        : route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>store</title>' }),
    );
    page = await newPage();
  });

  afterAll(() => browser?.close());

  /** The result of a method of the store in the page; bytes travel as text in base 64. */
  const call = async (path: string, method: keyof Store, given: readonly unknown[]): Promise<unknown> => {
    const result = await page.evaluate<{ error?: string; value?: unknown; base64?: string }>(
      `import('/store.js').then(async ({ opfs }) => {
        const store = ((globalThis.stores ??= {})[${JSON.stringify(path)}] ??= opfs(${JSON.stringify(path)}));
        const given = ${JSON.stringify(given)}.map((each) => each?.base64 === undefined
          ? each : Uint8Array.from(atob(each.base64), (character) => character.charCodeAt(0)));
        try {
          const value = await store.${method}(...given);
          if (!(value instanceof Uint8Array)) return { value };
          const parts = [];
          for (let at = 0; at < value.length; at += 8192)
            parts.push(String.fromCharCode(...value.subarray(at, at + 8192)));
          return { base64: btoa(parts.join('')) };
        } catch ({ message }) {
          return { error: message };
        }
      })`,
    );
    if (result.error !== undefined) throw new Error(result.error);
    return result.base64 === undefined ? result.value : new Uint8Array(Buffer.from(result.base64, 'base64'));
  };

  const storeIn = (path: string): Store => ({
    name: path,
    read: (name) => call(path, 'read', [name]) as Promise<Uint8Array | undefined>,
    write: (name, bytes) =>
      call(path, 'write', [
        name,
        bytes instanceof Uint8Array ? { base64: Buffer.from(bytes).toString('base64') } : bytes,
      ]) as Promise<void>,
    rename: (name, to) => call(path, 'rename', [name, to]) as Promise<void>,
    remove: (name) => call(path, 'remove', [name]) as Promise<void>,
    list: () => call(path, 'list', []) as Promise<string[]>,
  });

  const allNames = ({ name }: Store) =>
    page.evaluate<string[]>(`(async () => {
      let folder = await navigator.storage.getDirectory();
      for (const level of ${JSON.stringify(name)}.split('/'))
        folder = await folder.getDirectoryHandle(level, { create: true });
      const names = [];
      for await (const each of folder.keys()) names.push(each);
      return names.sort();
    })()`);

  describeStore('opfs', {
    create: () => storeIn(`runs/${++count}`),
    allNames,
    // The browser's own error, from its own check of the quota.
    failNextWrite: () =>
      page.evaluate(`(() => {
        const { write } = FileSystemWritableFileStream.prototype;
        FileSystemWritableFileStream.prototype.write = async function () {
          FileSystemWritableFileStream.prototype.write = write;
          const { quota } = await navigator.storage.estimate();
          await this.truncate(quota + 1e9);
        };
      })()`),
    failure: /^opfs: cannot write runs\/\d+\/a: QuotaExceededError: .*\.$/,
  });

  it('keeps the former file when the quota is used up, and writes again once there is room', async () => {
    const store = storeIn('quota');
    await store.write('a', new Uint8Array(300_000).fill(1));
    const session = await page.context().newCDPSession(page);
    const allow = async (bytes?: number) =>
      session.send(
        'Storage.overrideQuotaForOrigin',
        bytes === undefined ? { origin } : { origin, quotaSize: bytes },
      );
    await allow(1000);
    await expect(store.write('a', new Uint8Array(400_000).fill(2))).rejects.toThrow(
      /^opfs: cannot write quota\/a: QuotaExceededError: .*\.$/,
    );
    expect(await allNames(store)).toEqual(['a']);
    expect(await store.read('a')).toEqual(new Uint8Array(300_000).fill(1));
    await allow();
    await store.write('a', new Uint8Array(400_000).fill(2));
    expect(await store.read('a')).toEqual(new Uint8Array(400_000).fill(2));
  });

  it('a file outlives its page, and what a closed page left half written is no file', async () => {
    await storeIn('left').write('a', Uint8Array.of(1, 2, 3));
    await page.evaluate(`(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('left');
      const stream = await (await folder.getFileHandle('.a.tmp', { create: true })).createWritable();
      await stream.write(new Uint8Array(10));
    })()`);
    await page.close();
    page = await newPage();
    const store = storeIn('left');
    expect(await store.list()).toEqual(['a']);
    expect(await store.read('a')).toEqual(Uint8Array.of(1, 2, 3));
    await store.write('a', Uint8Array.of(4));
    expect(await allNames(store)).toEqual(['a']);
    expect(await store.read('a')).toEqual(Uint8Array.of(4));
  });

  it('is written by a worker while a page reads: each read finds one whole file', async () => {
    const text = `import('${origin}/store.js').then(async ({ opfs }) => {
      for (let i = 1; i <= 60; i++) await opfs('shared').write('a', new Uint8Array(20_000 + i).fill(i));
    }).then(() => postMessage('written'), ({ message }) => postMessage(message));`;
    const { said, faults, last } = await page.evaluate<{ said: string; faults: unknown[]; last: number }>(
      `import('/store.js').then(async ({ opfs }) => {
        const store = opfs('shared');
        await store.write('a', new Uint8Array(20_000).fill(0));
        const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(text)}])));
        let said;
        worker.onmessage = ({ data }) => { said = data; };
        const faults = [];
        let last;
        for (let ended = false; !ended; ) {
          ended = said !== undefined;
          const bytes = await store.read('a').catch(({ message }) => message);
          last = bytes?.[0];
          if (bytes?.length !== 20_000 + last || !bytes.every((each) => each === last)) faults.push(bytes);
        }
        return { said, faults, last };
      })`,
    );
    expect({ said, faults, last }).toEqual({ said: 'written', faults: [], last: 60 });
  });
});
