import { relu } from '@regopt/autograd';
import { type Layer, Linear, Relu, Residual, Sequential } from '@regopt/layers';
import { createGenerator, ones, scope, type Tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { type LayerCall, traceLayers } from './trace-layers.ts';

const generator = createGenerator(1);

function trace(model: Layer, input: Tensor): LayerCall[] {
  const calls: LayerCall[] = [];
  scope(() =>
    traceLayers(
      model,
      () => model.forward(input),
      (call) => calls.push(call),
    ),
  );
  return calls;
}

describe('a trace of layers', () => {
  it('has each call with its name, class, input and output, inner layers first', () => {
    const model = new Sequential(new Residual(new Linear(3, 3, { generator })), new Relu());
    const input = ones([2, 3]);
    const calls = trace(model, input);
    expect(calls.map(({ name, kind, depth }) => [name, kind, depth])).toEqual([
      ['0.inner', 'Linear', 2],
      ['0', 'Residual', 1],
      ['1', 'Relu', 1],
      ['', 'Sequential', 0],
    ]);
    expect(calls[0]!.input).toBe(input);
    expect(calls[2]!.input).toBe(calls[1]!.output);
    expect([...calls].sort((a, b) => a.begin - b.begin).map(({ name }) => name)).toEqual([
      '',
      '0',
      '0.inner',
      '1',
    ]);
  });

  it('has a shared layer at each of its calls', () => {
    const shared = new Linear(3, 3, { generator });
    expect(trace(new Sequential(shared, shared), ones([1, 3])).map(({ name }) => name)).toEqual([
      '0',
      '0',
      '',
    ]);
  });

  it('leaves the layers as they were, also after an error and where forward is a field', () => {
    const own = { forward: (x: Tensor) => relu(x) };
    const failing: Layer = {
      forward() {
        throw new Error('no');
      },
    };
    const linear = new Linear(3, 3, { generator });
    const model = new Sequential(linear, own, failing);
    const [before, form] = [own.forward, Object.getOwnPropertyDescriptor(own, 'forward')];
    expect(() => trace(model, ones([1, 3]))).toThrow('no');
    expect(own.forward).toBe(before);
    expect(Object.getOwnPropertyDescriptor(own, 'forward')).toEqual(form);
    expect(Object.hasOwn(linear, 'forward')).toBe(false);
    expect(Object.hasOwn(model, 'forward')).toBe(false);
  });

  it('passes over a layer that is a frozen object, and finds those inside it', () => {
    const inner = new Relu();
    const frozen = Object.freeze({ inner, forward: (x: Tensor) => inner.forward(x) });
    const model = new Sequential(frozen, Object.freeze(new Relu()));
    expect(trace(model, ones([1])).map(({ name }) => name)).toEqual(['0.inner', '']);
  });

  it('gives the layers the whole context', () => {
    const seen: unknown[] = [];
    const layer = {
      forward(x: Tensor, ...rest: unknown[]) {
        seen.push(this, ...rest);
        return x;
      },
    };
    const context = { training: true };
    traceLayers(
      layer,
      () => layer.forward(ones([1]), context, 7),
      () => {},
    );
    expect(seen).toEqual([layer, context, 7]);
  });

  it('records the ops of frozen layers on request, and leaves no tensor that requires gradients', () => {
    const linear = new Linear(3, 3, { generator });
    linear.weight.requiresGrad = linear.bias!.requiresGrad = false;
    const input = ones([1, 3]);
    const nodes: unknown[] = [];
    const recordAll = true;
    scope(() =>
      traceLayers(
        linear,
        () => linear.forward(input),
        ({ output }) => nodes.push(output.node),
        { recordAll },
      ),
    );
    expect(nodes).toMatchObject([{ name: 'linear' }]);
    expect([input.requiresGrad, linear.weight.requiresGrad]).toEqual([false, false]);
  });
});
