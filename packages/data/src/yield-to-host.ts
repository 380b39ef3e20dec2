interface Host {
  readonly setImmediate?: (resolve: () => void) => unknown;
}

// Taken once: a test's fake timers would otherwise stop every loop over a loader. Pure: a bundle drops it where nothing yields.
const setImmediate = /* @__PURE__ */ (() => (globalThis as Host).setImmediate)();

let channel: MessageChannel | undefined;
const waiting: (() => void)[] = [];

/**
 * Lets the event loop run once: a page draws and answers clicks, a worker reads its messages, Node its timers and signals.
 * `for await` over a loader does this by itself every few milliseconds; a loop of your own needs it, since `await` alone
 * goes on before any of these. It takes about 1 us in Node and 10 us in a browser, so in a loop of tiny steps call it once
 * for several.
 *
 * In a browser it posts a message to itself: `scheduler.yield` goes on before the page has drawn (frames 100 ms apart,
 * measured in Chromium 156), and `setTimeout` waits for 4 ms.
 *
 * @example
 * ```ts
 * import { yieldToHost } from '@regopt/data';
 * let done = false;
 * setTimeout(() => {
 *   done = true;
 * });
 * while (!done) await yieldToHost(); // a loop of `await null` would never end
 * ```
 */
export function yieldToHost(): Promise<void> {
  return new Promise(inNextTask);
}

function inNextTask(resolve: () => void): void {
  if (setImmediate !== undefined) setImmediate(resolve);
  else if (typeof MessageChannel === 'undefined') setTimeout(resolve);
  else {
    channel ??= openChannel();
    waiting.push(resolve);
    channel.port2.postMessage(0);
  }
}

function openChannel(): MessageChannel {
  const opened = new MessageChannel();
  opened.port1.onmessage = () => waiting.shift()?.();
  return opened;
}
