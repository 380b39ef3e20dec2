import { type Filled, tensor, typedArray } from '@regopt/tensor';
import type { Dataset } from '../dataset.ts';
import { hostDraws, randomStream } from '../random.ts';
import type { ToyOptions } from './toy-options.ts';

/**
 * The position of a point of a class before noise; `along` in 0..1 is the position along the class's curve.
 */
export type ClassLine = (label: number, along: number) => readonly [x: number, y: number];

/**
 * Points of the plane around one curve per class. The classes alternate, so that any range of examples is
 * balanced: inputs f32 `[count, 2]`, labels i32 `[count]`.
 */
export function labeledPoints(
  use: 'twoMoons' | 'rings',
  { count, noise, seed }: Filled<ToyOptions>,
  classes: number,
  line: ClassLine,
): Dataset {
  const draws = hostDraws(use, randomStream(seed, use));
  const along = draws.uniform(count);
  const points = draws.normal(2 * count, noise);
  const labels = typedArray('i32', count, use);
  for (let i = 0; i < count; i++) {
    labels[i] = i % classes;
    const [x, y] = line(labels[i]!, along[i]!);
    points[2 * i]! += x;
    points[2 * i + 1]! += y;
  }
  return { inputs: tensor(points, { shape: [count, 2], dtype: 'f32' }), targets: tensor(labels), classes };
}
