import { backward } from '@regopt/autograd';
import { createGenerator, type DType, scope, type Tensor, tensor } from '@regopt/tensor';
import { expectClose, loadGolden } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import type { FloatDType, Layer } from '../layer.ts';
import { loadStateDict } from '../state/load-state-dict.ts';
import { namedBuffers } from '../state/named-buffers.ts';
import { namedParameters } from '../state/named-parameters.ts';
import { stateDict } from '../state/state-dict.ts';
import type { LayerUnderTest } from './layer-under-test.ts';

interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly dtype?: DType;
}

interface GoldenStep {
  readonly training: boolean;
  readonly input: GoldenTensor;
  readonly output: GoldenTensor;
  readonly outputGradient: GoldenTensor;
  readonly inputGradient: GoldenTensor | null;
  readonly parameterGradients: Readonly<Record<string, GoldenTensor>>;
  readonly stateAfter: Readonly<Record<string, GoldenTensor>>;
}

interface GoldenCase {
  readonly name: string;
  readonly options: Readonly<Record<string, never>>;
  readonly state: Readonly<Record<string, GoldenTensor>>;
  readonly steps: readonly GoldenStep[];
}

/** Max difference from PyTorch, relative to the tensor's max absolute value. */
const tolerance = { f64: 1e-9, f32: 1e-5 } as const;

/** Runs PyTorch's steps with a layer and compares the output, all gradients and the buffers after each. */
export function describeLayerGoldens(name: string, create: NonNullable<LayerUnderTest['golden']>): void {
  const { cases } = loadGolden<{ cases: GoldenCase[] }>(`layers/${name}`);
  describe("PyTorch's own numbers", () => {
    for (const dtype of ['f64', 'f32'] as const) {
      for (const each of cases) {
        it(`agrees with PyTorch's ${name} ${each.name}, in ${dtype}`, () =>
          scope(() => follow(each, create(each.options, { generator: createGenerator(1), dtype }), dtype)));
      }
    }
  });
}

function follow(golden: GoldenCase, layer: Layer, dtype: FloatDType): void {
  const tensorOf = ({ shape, data, dtype: own = 'f64' }: GoldenTensor): Tensor =>
    tensor([...data], { shape, dtype: own === 'f64' ? dtype : own });
  const entries = Object.entries(golden.state);
  loadStateDict(layer, new Map(entries.map(([name, value]) => [name, tensorOf(value)])));
  for (const step of golden.steps) {
    const x = tensorOf(step.input);
    x.requiresGrad = step.inputGradient !== null;
    const y = layer.forward(x, { training: step.training });
    const gradients = backward(y, { gradient: tensorOf(step.outputGradient) });
    // The exact gradient of a constant channel is 0, and the computed one is a rounding error of the incoming
    // gradient.
    const floor = largest(step.outputGradient);
    const close = (actual: Tensor | undefined, expected: GoldenTensor, what: string): void => {
      expect(actual, what).toBeDefined();
      const absolute = tolerance[dtype] * Math.max(largest(expected), floor);
      expectClose(actual!, expected, { absolute });
    };
    close(y, step.output, 'output');
    if (step.inputGradient !== null) close(gradients.get(x), step.inputGradient, 'input gradient');
    const parameters = namedParameters(layer);
    expect([...parameters.keys()].sort()).toEqual(Object.keys(step.parameterGradients).sort());
    for (const [name, expected] of Object.entries(step.parameterGradients))
      close(gradients.get(parameters.get(name)!), expected, name);
    const buffers = namedBuffers(layer);
    expect([...buffers.keys()].sort()).toEqual(Object.keys(step.stateAfter).sort());
    for (const [name, expected] of Object.entries(step.stateAfter)) {
      expect(buffers.get(name)!.requiresGrad, name).toBe(false);
      close(buffers.get(name), expected, name);
    }
  }
  const after = stateDict(layer);
  for (const [name, value] of entries) {
    if (!(name in golden.steps[0]!.stateAfter)) expectClose(after.get(name)!, tensorOf(value));
  }
}

function largest({ data }: GoldenTensor): number {
  return Math.max(0, ...data.map(Math.abs));
}
