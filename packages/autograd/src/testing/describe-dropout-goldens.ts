import { createGenerator, ones, scope, type Tensor } from '@regopt/tensor';
import { expectClose, loadGolden } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { backward } from '../backward.ts';
import { leafOf } from '../leaf-of.ts';
import type { DropoutOptions } from '../ops/random/dropout.ts';
import { type GoldenCase, type GoldenValues, goldenTensor, goldenValues } from './golden-case.ts';

interface DropoutCase extends GoldenCase {
  readonly options: { readonly probability: number; readonly seed: number; readonly draw: number };
  readonly mask: GoldenValues;
}

/**
 * Compares a kind of dropout with tools/goldens, whose masks come from a second implementation of the
 * generator and whose values are PyTorch's for those masks. The mask and f64 values must be equal; f32 values
 * may differ by rounding.
 */
export function describeDropoutGoldens(
  name: string,
  op: (x: Tensor, options: DropoutOptions) => Tensor,
): void {
  describe(`${name} of a stated seed and draw`, () => {
    for (const { options, ...case_ } of loadGolden<{ cases: DropoutCase[] }>(`ops/${name}`).cases) {
      const drop = (x: Tensor): Tensor => {
        const generator = createGenerator(options.seed);
        generator.load({ seed: String(options.seed), draws: options.draw });
        return op(x, { probability: options.probability, generator });
      };
      for (const dtype of ['f64', 'f32'] as const) {
        it(`gives the mask of a second Philox, and PyTorch's values, in ${dtype}: ${case_.name}`, () => {
          scope(() => {
            const kept = Array.from(drop(ones(case_.mask.shape, { dtype })).toArray(), (y) =>
              Number(y !== 0),
            );
            expect(kept).toEqual(case_.mask.data);
            const x = leafOf(goldenTensor(case_.inputs[0]!, dtype));
            const y = drop(x);
            const dy = goldenTensor(case_.outputGradient, dtype);
            const dx = backward(y, { gradient: dy }).get(x)!;
            const allowed = { relative: dtype === 'f64' ? 0 : 2 ** -23 };
            expectClose(y, goldenValues(case_.output), allowed);
            expectClose(dx, goldenValues(case_.gradients[0]!), allowed);
          });
        });
      }
    }
  });
}
