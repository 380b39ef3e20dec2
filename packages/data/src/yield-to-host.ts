interface Host {
  readonly setImmediate?: (resolve: () => void) => unknown;
}

// Read once, so that a test's fake timers cannot stop every loop over a loader. Pure, so that bundlers can
// drop it if nothing yields.
const setImmediate = /* @__PURE__ */ (() => (globalThis as Host).setImmediate)();

let channel: MessageChannel | undefined;
const waiting: (() => void)[] = [];

/**
 * Lets the event loop run once: a page draws and handles clicks, a worker reads its messages, Node its timers
 * and signals. `for await` over a loader calls it every few milliseconds; other loops must call it
 * themselves, since `await` alone resumes before any of these. It takes about 1 us in Node and 10 us in a
 * browser, so in a loop of tiny steps call it once per several.
 *
 * In a browser it posts a message to itself: `scheduler.yield` resumes before the page has drawn (frames 100
 * ms apart, measured in Chromium 156), and `setTimeout` waits for 4 ms.
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
