import { backward, mean, noGrad, square, sub, sum } from '@regopt/autograd';
import {
  assign,
  createGenerator,
  createReferenceBackend,
  isFloat,
  normal,
  scope,
  type Tensor,
  tensor,
  withBackend,
} from '@regopt/tensor';
import { assertNoLeak } from '@regopt/tensor/testing';
import { expect, it } from 'vitest';
import type { Context, Layer } from '../layer.ts';
import { loadSafetensors } from '../state/load-safetensors.ts';
import { parameters } from '../state/parameters.ts';
import { saveSafetensors } from '../state/save-safetensors.ts';
import { stateDict } from '../state/state-dict.ts';
import type { LayerSetting, LayerVariant } from './layer-under-test.ts';

const settingOf = (seed: number, dtype: 'f32' | 'f64' = 'f32'): LayerSetting => ({
  generator: createGenerator(seed),
  dtype,
});

const valuesOf = (layer: Layer): [string, ArrayLike<number>][] =>
  [...stateDict(layer)].map(([name, value]) => [name, value.toArray()]);

/** The tests of one variant of a layer. */
export function describeLayerVariant(variant: LayerVariant): void {
  const { create, state = [], random = false } = variant;
  const inputOf = (setting: LayerSetting): Tensor =>
    typeof variant.input === 'function'
      ? variant.input(setting)
      : normal(variant.input, setting.generator, { dtype: setting.dtype });
  const trainingOf = (seed: number): Context => ({
    training: true,
    ...(random ? { generator: createGenerator(seed) } : {}),
  });
  const itScoped = (title: string, test: () => void): void => it(title, () => scope(test));

  itScoped(`gives shape [${variant.output.join(',')}], in evaluation and in training`, () => {
    const layer = create(settingOf(1));
    expect(layer.forward(inputOf(settingOf(2))).shape).toEqual(variant.output);
    expect(layer.forward(inputOf(settingOf(2)), trainingOf(3)).shape).toEqual(variant.output);
  });

  itScoped(
    `keeps ${state.length === 0 ? 'no state' : state.join(', ')}, as PyTorch names and orders it`,
    () => {
      expect([...stateDict(create(settingOf(1))).keys()]).toEqual(state);
    },
  );

  itScoped('is all of f64 when it is asked to', () => {
    const layer = create(settingOf(1, 'f64'));
    for (const [name, value] of stateDict(layer)) {
      if (isFloat(value.dtype)) expect(value.dtype, name).toBe('f64');
    }
    expect(layer.forward(inputOf(settingOf(2, 'f64'))).dtype).toBe('f64');
    expect(layer.forward(inputOf(settingOf(2, 'f64')), trainingOf(3)).dtype).toBe('f64');
  });

  itScoped('evaluates alike each time, without a context as with one, and changes nothing in itself', () => {
    const layer = create(settingOf(1));
    const x = inputOf(settingOf(2));
    const before = valuesOf(layer);
    const first = layer.forward(x).toArray();
    expect(layer.forward(x, {}).toArray()).toEqual(first);
    expect(noGrad(() => layer.forward(x, { training: false })).toArray()).toEqual(first);
    expect(valuesOf(layer)).toEqual(before);
  });

  itScoped('works where its parameters and its input are, whatever the current back end is', () => {
    const [home, current] = [createReferenceBackend(), createReferenceBackend()];
    const [layer, x] = withBackend(home, () => [create(settingOf(1)), inputOf(settingOf(2))]);
    withBackend(current, () => {
      for (const context of [{}, trainingOf(3)]) {
        const y = layer.forward(x, context);
        expect(y.storage.backend).toBe(home);
        if (y.requiresGrad)
          for (const each of backward(sum(y)).values()) expect(each.storage.backend).toBe(home);
      }
    });
    expect(current.report().reference).toEqual({});
    expect(current.memory().buffers).toBe(0);
  });

  itScoped('comes back from safetensors with the same bits', () => {
    const layer = create(settingOf(1));
    layer.forward(inputOf(settingOf(2)), trainingOf(3));
    const copy = create(settingOf(4));
    loadSafetensors(copy, saveSafetensors(layer));
    expect(valuesOf(copy)).toEqual(valuesOf(layer));
    const x = inputOf(settingOf(5));
    expect(copy.forward(x).toArray()).toEqual(layer.forward(x).toArray());
  });

  const lossOf = (layer: Layer): Tensor => {
    const y = layer.forward(inputOf(settingOf(2)), trainingOf(3));
    const target = Float32Array.from({ length: y.size }, (_, i) => Math.sin(i + 1));
    return mean(square(sub(y, tensor(target, { shape: y.shape }))));
  };

  if (scope(() => parameters(create(settingOf(1))).length) > 0) {
    itScoped('learns: a step along the negative gradient of all its parameters lowers a loss', () => {
      const layer = create(settingOf(1));
      const loss = lossOf(layer);
      const gradients = backward(loss);
      let squares = 0;
      for (const each of parameters(layer)) {
        const gradient = gradients.get(each);
        expect(gradient?.shape).toEqual(each.shape);
        for (const value of gradient!.toArray()) squares += value * value;
      }
      // To first order this reduces the loss by a twentieth: far more than rounding, and small enough to
      // ignore curvature.
      const rate = (0.05 * loss.item()) / squares;
      for (const each of parameters(layer)) {
        const gradient = gradients.get(each)!.toArray();
        assign(
          each,
          each.toArray().map((value, i) => value - rate * gradient[i]!),
        );
      }
      const left = lossOf(layer).item() / loss.item();
      expect(left).toBeGreaterThan(0.9);
      expect(left).toBeLessThan(0.99);
    });

    it('leaks nothing, forward and backward', () => {
      const layer = create(settingOf(1));
      assertNoLeak(() => scope(() => void backward(lossOf(layer))));
      assertNoLeak(() => scope(() => void layer.forward(inputOf(settingOf(2)))));
    });
  } else {
    it('leaks nothing', () => {
      const layer = create(settingOf(1));
      assertNoLeak(() => scope(() => void lossOf(layer)));
    });
  }

  if (random) {
    itScoped('draws anew in each training pass, and the same from the same seed', () => {
      const layer = create(settingOf(1));
      const x = inputOf(settingOf(2));
      const generator = createGenerator(3);
      const first = layer.forward(x, { training: true, generator }).toArray();
      expect(layer.forward(x, { training: true, generator }).toArray()).not.toEqual(first);
      expect(layer.forward(x, trainingOf(3)).toArray()).toEqual(first);
    });

    itScoped('says what to pass when it trains without a generator', () => {
      const layer = create(settingOf(1));
      expect(() => layer.forward(inputOf(settingOf(2)), { training: true })).toThrow(
        'draws random numbers and was given no generator: pass forward(x, { training: true, generator: ' +
          'createGenerator(seed) }).',
      );
    });
  }
}
