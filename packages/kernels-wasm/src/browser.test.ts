import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProbeResult, probe } from './testing/browser-probe.ts';
import { type BundleServer, serveBundle } from './testing/serve-bundle.ts';

const executablePath = '/usr/bin/chromium';
const installed = existsSync(executablePath);
if (!installed) console.warn(`The browser tests are skipped: there is no ${executablePath}.`);

describe.skipIf(!installed)('in a browser', () => {
  let server: BundleServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await serveBundle(new URL('./testing/browser-probe.ts', import.meta.url));
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
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** As text, since the test's own transformation of `import()` means nothing to the page. */
  const probing = (relaxed: string, threads: number) =>
    `import('/bundle.js').then(({ probe }) => probe(${relaxed}, ${threads}))`;

  it('the portable build computes the same bits as in Node, on one thread as on three: functions, draws and trained networks', async () => {
    const here = await probe(false, 1);
    expect(Object.keys(here.words).length).toBeGreaterThan(10);
    expect((await probe(false, 2)).words).toEqual(here.words);
    const page = await browser.newPage();
    await page.goto(`${server.origin}/isolated`);
    const there = await page.evaluate<ProbeResult>(probing('false', 1));
    expect(there).toEqual(here);
    const shared = await page.evaluate<ProbeResult>(probing('false', 3));
    expect(shared.capabilities.threads).toBe(3);
    expect(shared.words).toEqual(here.words);
  });

  it('a page that may not share memory gets one thread, and the console says so once', async () => {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(server.origin);
    const { capabilities } = await page.evaluate<ProbeResult>(probing('false', 2));
    await page.evaluate<ProbeResult>(probing('false', 2));
    expect(capabilities).toMatchObject({
      threads: 1,
      threadsReason: expect.stringMatching(/^Memory cannot be shared/),
    });
    expect(said).toEqual([expect.stringMatching(/^createWasmBackend: one thread instead of 2\./)]);
  });

  it('the bundle asks for nothing of Node, and loads the build that it runs and no other', async () => {
    for (const [path, text] of server.files) expect(text, path).not.toMatch(/["']node:/);
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(server.origin);
    const { capabilities } = await page.evaluate<ProbeResult>(probing(`'auto'`, 1));
    const builds = asked.filter((path) => /^\/(portable|relaxed)-/.test(path));
    expect(builds).toEqual([expect.stringMatching(new RegExp(`^/${capabilities.build}-`))]);
  });
});
