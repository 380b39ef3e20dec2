import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProbeResult, probe } from '../testing/browser-probe.ts';
import type { Frames } from '../testing/frames-while.ts';
import { type BundleServer, serveBundle } from '../testing/serve-bundle.ts';

const executablePath = '/usr/bin/chromium';
const installed = existsSync(executablePath);
if (!installed) console.warn(`The browser tests are skipped: there is no ${executablePath}.`);

/** The README's program that trains on two moons, its loop as the function `train`. */
async function moonsOfReadme(): Promise<string> {
  const readme = await readFile(new URL('../../../../README.md', import.meta.url), 'utf8');
  const blocks = Array.from(readme.matchAll(/^```ts$(.*?)^```$/gms), ([, code = '']) => code);
  const code = blocks.find((block) => block.includes('twoMoons('));
  const [before, ...loops] = code?.split(/^(?=for )/m) ?? [];
  if (loops.length !== 1) throw new Error('README.md has no example that trains two moons in one loop.');
  return `${before}export { backend };\nexport async function train() {\n${loops[0]}}`;
}

interface PageReport extends Frames<unknown> {
  readonly threads: number;
  readonly processors: number;
}

describe.skipIf(!installed)('in a browser', () => {
  let server: BundleServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await serveBundle({
      bundle: new URL('../testing/browser-probe.ts', import.meta.url),
      frames: new URL('../testing/frames-while.ts', import.meta.url),
      moons: await moonsOfReadme(),
    });
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

  /** As text: vitest's transformation of `import()` would not work in the page. */
  const probing = (relaxed: string, threads: number) =>
    `import('/bundle.js').then(({ probe }) => probe(${relaxed}, ${threads}))`;

  /** A page of the server: see `serveBundle`. */
  const open = async (path: string) => {
    const page = await browser.newPage();
    await page.goto(server.origin + path);
    return page;
  };

  it('the portable build computes the bits of Node, on one and three threads', async () => {
    const here = await probe(false, 1);
    expect(Object.keys(here.words).length).toBeGreaterThan(10);
    expect((await probe(false, 2)).words).toEqual(here.words);
    const page = await open('/isolated');
    const there = await page.evaluate<ProbeResult>(probing('false', 1));
    expect(there).toEqual(here);
    const shared = await page.evaluate<ProbeResult>(probing('false', 3));
    expect(shared.words).toEqual(here.words);
  });

  it('workers run when createWasmBackend resolves: in a page, for two back ends, in a worker', async () => {
    const page = await open('/isolated');
    const both = `Promise.all([${probing('false', 2)}, ${probing('false', 3)}])`;
    const [two, three] = await page.evaluate<[ProbeResult, ProbeResult]>(both);
    expect([two, three].map(({ capabilities }) => capabilities.threads)).toEqual([2, 3]);
    expect(two.words).toEqual(three.words);
    const address = `${server.origin}/bundle.js`;
    const text = `import('${address}').then(({ probe }) => probe(false, 2)).then(postMessage)`;
    const inWorker = await page.evaluate<ProbeResult>(`new Promise((resolve) => {
      const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(text)}])));
      worker.onmessage = ({ data }) => resolve(data);
    })`);
    expect(inWorker.capabilities.threads).toBe(2);
    expect(inWorker.words).toEqual(two.words);
  });

  it('a page draws frames while the loop of the README trains in it, on all its threads', async () => {
    const page = await open('/isolated');
    const { threads, processors, frames } = await page.evaluate<PageReport>(
      `Promise.all([import('/frames.js'), import('/moons.js')]).then(async ([{ framesWhile }, { backend, train }]) => {
        const { threads } = backend.capabilities();
        return { threads, processors: navigator.hardwareConcurrency, ...(await framesWhile(train)) };
      })`,
    );
    expect(threads).toBe(Math.min(processors, 16));
    // Without a yield in 1920 steps there would be none.
    expect(frames).toBeGreaterThan(1);
  });

  it('names what a Content-Security-Policy must allow for WebAssembly and workers', async () => {
    const refused: string[] = [];
    const visit = async (path: string) => {
      refused.length = 0;
      const page = await open(path);
      page.on('console', (message) => refused.push(message.text()));
      const result = await page.evaluate<ProbeResult | string>(
        `${probing('false', 2)}.catch((error) => error.name + ': ' + error.message)`,
      );
      await page.close();
      return result;
    };
    expect(await visit('/allowed')).toMatchObject({ capabilities: { threads: 2 } });
    expect(refused).toEqual([]);
    expect(await visit('/no-workers')).toMatchObject({
      capabilities: {
        threads: 1,
        threadsReason:
          'The worker threads could not be started: their script was not loaded, which a ' +
          "Content-Security-Policy must allow by 'worker-src blob:'.",
      },
    });
    expect(refused).toHaveLength(1);
    expect(await visit('/no-wasm')).toMatch(
      /^RegoptError: createWasmBackend: the engine refuses to compile WebAssembly, which a page's Content-Security-Policy must allow by script-src 'wasm-unsafe-eval': /,
    );
  });

  it('a page that may not share memory gets one thread, and capabilities() says why', async () => {
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
    expect(said).toEqual([]);
  });

  it('the bundle needs nothing of Node, and loads only the build that it runs', async () => {
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
