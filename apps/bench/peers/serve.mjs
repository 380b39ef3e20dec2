import { createInterface } from 'node:readline';

/**
 * The worker's side of the bench's protocol, one line of JSON per message. `{"setup": work, "settings": ...}`
 * calls `create(work, settings)`, which prepares the work. It returns `run(times)`, which does the work
 * `times` times, waits for the result and returns one of its numbers; optionally a `note` on differences,
 * `facts`, `report()` and `dispose()`. `{"run": times}` times that call; a run that measures something else
 * returns `{ cost, value }` itself.
 */
export async function serve(create) {
  // Output of a library must not get among the answers.
  console.log = console.info = console.warn = console.error;
  const answer = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  let current;
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      const request = JSON.parse(line);
      if (request.setup) {
        const former = current;
        current = undefined;
        await former?.dispose?.();
        current = await create(request.setup, request.settings);
        answer({ ready: true, note: current.note ?? null, ...current.facts });
      } else if (request.report) {
        answer({ report: current.report() });
      } else {
        const started = performance.now();
        const value = await current.run(request.run);
        const cost = (performance.now() - started) / 1000;
        answer(typeof value === 'object' ? value : { cost, value });
      }
    } catch (error) {
      answer({ error: String(error?.message ?? error).split('\n')[0] });
    }
  }
  process.exit(0);
}
