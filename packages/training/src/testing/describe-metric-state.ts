import {
  createReferenceBackend,
  type DType,
  type SafetensorsEntry,
  type Shape,
  typedArray,
  withBackend,
} from '@regopt/tensor';
import { expect, it } from 'vitest';
import type { Metric } from '../contract/metric.ts';
import { type Draw, numbersOf } from './metric-batches.ts';

/** The state of a metric as a file holds it. */
async function savedState(metric: Metric<unknown>): Promise<Map<string, SafetensorsEntry>> {
  const saved = new Map<string, SafetensorsEntry>();
  for (const [name, x] of metric.state())
    saved.set(name, { dtype: x.dtype, shape: x.shape, data: await x.read() });
  return saved;
}

/** Saves a metric's state in the middle of an epoch, and goes on from it. */
export function describeMetricState(name: string, create: () => Metric<unknown>, draw: Draw): void {
  it('goes on with the same bits from a state saved between two batches', async () => {
    const [metric, fresh, used] = [create(), create(), create()];
    for (const seed of [1, 2]) metric.update(...draw(25, seed));
    const saved = await savedState(metric);
    used.update(...draw(7, 3));
    for (const each of [fresh, used]) each.load(saved);
    for (const each of [metric, fresh, used]) each.update(...draw(25, 4));
    for (const each of [fresh, used]) {
      expect(await numbersOf(each)).toEqual(await numbersOf(metric));
      expect(await savedState(each)).toEqual(await savedState(metric));
    }
  });

  it('goes on from a state that was loaded while another back end was the current one', async () => {
    const [metric, loaded, reset] = [create(), create(), create()];
    // All batches are on this one: back ends differ in last bits.
    const other = createReferenceBackend();
    const [first, batch] = withBackend(other, () => [draw(25, 1), draw(25, 4)]);
    metric.update(...first);
    const saved = await savedState(metric);
    for (const each of [loaded, reset]) each.load(saved);
    reset.reset();
    for (const each of [loaded, reset, metric]) each.update(...batch);
    expect(await numbersOf(loaded)).toEqual(await numbersOf(metric));
    metric.reset();
    metric.update(...batch);
    expect(await numbersOf(reset)).toEqual(await numbersOf(metric));
    for (const each of [metric, loaded, reset]) each.dispose();
    other.dispose();
  });

  it('has an empty state before its first batch, which loads as such', async () => {
    const metric = create();
    expect(metric.state().size).toBe(0);
    metric.update(...draw(7, 3));
    metric.load(new Map());
    expect(metric.state().size).toBe(0);
    await expect(metric.read()).rejects.toThrow(`${name}: `);
  });

  it('refuses the state of something else, and keeps its own', async () => {
    const metric = create();
    metric.update(...draw(7, 3));
    const before = await numbersOf(metric);
    const [key, { dtype, shape }] = [...(await savedState(metric))][0]!;
    const entry = (dtype: DType, shape: Shape): SafetensorsEntry => ({
      dtype,
      shape,
      data: typedArray(
        dtype,
        shape.reduce((size, length) => size * length, 1),
      ),
    });
    const refused = [
      new Map([['weight', entry(dtype, shape)]]),
      new Map([[key, entry('u8', shape)]]),
      new Map([[key, entry(dtype, [...shape, 7])]]),
    ];
    for (const state of refused) expect(() => metric.load(state)).toThrow(`${name}: `);
    expect(await numbersOf(metric)).toEqual(before);
  });
}
