import { scope } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { describeLayerGoldens } from './describe-layer-goldens.ts';
import { describeLayerVariant } from './describe-layer-variant.ts';
import type { LayerUnderTest } from './layer-under-test.ts';

/**
 * The tests of every layer: shapes, PyTorch's names, saving and loading, a step that lowers a loss,
 * evaluations that change nothing, memory, its errors, and PyTorch's numbers from
 * `tools/goldens/layers/<name>.json`. Runs on the current back end.
 *
 * @example
 * ```ts
 * import { Linear } from '@regopt/layers';
 * import { describeLayer } from '@regopt/layers/testing';
 * describeLayer('Linear', {
 *   variants: [
 *     {
 *       title: 'without a bias',
 *       create: (setting) => new Linear(4, 3, { ...setting, bias: false }),
 *       input: [2, 4],
 *       output: [2, 3],
 *       state: ['weight'],
 *     },
 *   ],
 * });
 * ```
 */
export function describeLayer(name: string, layer: LayerUnderTest): void {
  describe(name, () => {
    for (const variant of layer.variants) {
      describe(`${name} ${variant.title}`, () => describeLayerVariant(variant));
    }
    if (layer.golden !== undefined) describeLayerGoldens(name, layer.golden);
    for (const [title, call, message] of layer.errors ?? []) {
      it(title, () => scope(() => void expect(call).toThrow(message)));
    }
  });
}
