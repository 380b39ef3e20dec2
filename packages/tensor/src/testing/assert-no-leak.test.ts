import { expect, it } from 'vitest';
import { keep, scope } from '../memory/scope.ts';
import { zeros } from '../tensor/create.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { assertNoLeak } from './assert-no-leak.ts';

it('assertNoLeak passes a step that frees its tensors, and lets the first run keep some', () => {
  let kept: Tensor | undefined;
  let steps = 0;
  const step = () =>
    scope(() => {
      steps++;
      kept ??= keep(zeros([2]));
      zeros([10]);
    });
  assertNoLeak(step);
  expect(steps).toBe(4);
  assertNoLeak(step, { times: 10 });
  expect(steps).toBe(15);
  kept!.dispose();
});

it('assertNoLeak fails a step that leaves a buffer behind', () => {
  const left: Tensor[] = [];
  expect(() => assertNoLeak(() => left.push(zeros([2])))).toThrow('live buffers after the steps');
  for (const x of left) x.dispose();
});

it('assertNoLeak fails a step whose one buffer grows', () => {
  let size = 1;
  let held: Tensor | undefined;
  const grow = () => {
    held?.dispose();
    held = zeros([(size *= 64)]);
  };
  expect(() => assertNoLeak(grow, { times: 2 })).toThrow('live bytes after the steps');
  held!.dispose();
});
