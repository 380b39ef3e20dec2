import { createGenerator, type Tensor, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import * as layers from './index.ts';
import type { Layer } from './layer.ts';

const generator = createGenerator(1);
/** The constructor's arguments of layers that need others than 1 for each parameter without a default. */
const others: Readonly<Record<string, readonly unknown[]>> = {
  Conv2d: [1, 1, 1, { generator }],
  Embedding: [2, 2, { generator }],
  Frozen: [new layers.Relu()],
  Linear: [2, 2, { generator }],
  Residual: [new layers.Relu()],
};

const classes = Object.entries<unknown>(layers).filter(
  ([, made]) => typeof made === 'function' && 'forward' in Object(made.prototype),
) as [string, new (...given: readonly unknown[]) => Layer][];

describe('forward', () => {
  it('is tried with every exported layer', () => {
    expect(classes.length).toBeGreaterThan(20);
    expect(classes.map(([name]) => name)).toEqual(expect.arrayContaining(['Linear', 'Elu', 'Sequential']));
  });

  it.each(classes)('of %s refuses a value that is not a tensor, and says how to make one', (name, Class) => {
    const create = () => new Class(...(others[name] ?? Array(Class.length).fill(1)));
    const hint = `packages/layers/src/no-tensor.test.ts: add arguments of ${name} to \`others\``;
    expect(create, hint).not.toThrow();
    const layer = create();
    for (const [given, text] of [
      [[[1, 2]], '[[1, 2]]'],
      [3, '3'],
      [undefined, 'undefined'],
      [new Float32Array(2), 'a Float32Array'],
    ] as unknown as [Tensor, string][]) {
      const operand = name === 'Embedding' ? 'indices' : 'x';
      for (const context of [undefined, { training: true, generator }])
        expect(
          () => layer.forward(given, context),
          `the file of ${name} in packages/layers/src: forward begins with checkTensor('${name}.forward', x)`,
        ).toThrow(
          new ValueError(`${name}.forward: ${operand} is a tensor, got ${text}; make one with tensor().`),
        );
    }
  });
});
