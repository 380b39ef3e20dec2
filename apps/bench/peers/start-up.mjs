// node start-up.mjs WORKER WORD WORK: times a fresh process from importing a worker's library to the end of
// one step.
const started = performance.now();
const [, , worker, , work] = process.argv;
const { create } = await import(`./${worker}`);
const runner = await create(JSON.parse(work));
const value = await runner.run(1);
process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - started) / 1000, value })}\n`);
process.exit(0);
