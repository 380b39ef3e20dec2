import { afterEach, describe, expect, it, vi } from 'vitest';

describe('yieldToHost', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each([
    ['Node, by setImmediate', []],
    ['a browser, by a message', ['setImmediate']],
    ['an engine that has neither, by a timer', ['setImmediate', 'MessageChannel']],
  ])('lets timers and messages of others run first, in %s', async (_, missing) => {
    for (const name of missing) vi.stubGlobal(name, undefined);
    const { yieldToHost } = await import('./yield-to-host.ts');
    const order: string[] = [];
    const { port1, port2 } = new (await import('node:worker_threads')).MessageChannel();
    port1.on('message', () => order.push('message'));
    port2.postMessage(0);
    setTimeout(() => order.push('timer'));
    for (let i = 0; i < 10_000 && order.length < 2; i++) await yieldToHost();
    port1.close();
    expect(order.sort()).toEqual(['message', 'timer']);
  });

  it('resolves the promises of several loops in their order', async () => {
    vi.stubGlobal('setImmediate', undefined);
    const { yieldToHost } = await import('./yield-to-host.ts');
    const order: number[] = [];
    await Promise.all([0, 1, 2].map((i) => yieldToHost().then(() => order.push(i))));
    expect(order).toEqual([0, 1, 2]);
  });
});
