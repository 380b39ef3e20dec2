import { createReferenceBackend, type Tensor, tensor, viewTranspose, withBackend } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { Optimizer } from './optimizer.ts';
import { adam } from './rules/adam.ts';
import { adamw } from './rules/adamw.ts';
import { lion } from './rules/lion.ts';
import { sgd, sgdPlainKernel } from './rules/sgd.ts';
import type { UpdateRule } from './update-rule.ts';

const f64 = (values: number[]): Tensor => tensor(values, { dtype: 'f64' });

describe('parameters', () => {
  it('are named by their position, or by the keys of a Map', () => {
    const [a, b, c] = [f64([1]), f64([2]), f64([3])];
    const optimizer = sgd([{ parameters: new Set([a, b]) }, { parameters: new Map([['head.bias', c]]) }]);
    expect(optimizer.groups.map((group) => [...group.parameters.keys()])).toEqual([
      ['0', '1'],
      ['head.bias'],
    ]);
  });

  it('may be an empty group, but not empty altogether', () => {
    expect(sgd([{ parameters: [] }, { parameters: [f64([1])] }]).groups.length).toBe(2);
    expect(() => sgd([])).toThrow('sgd: there are no parameters to optimize: the list is empty.');
    expect(() => adam([{ parameters: [] }])).toThrow(
      'adam: there are no parameters to optimize: the list is empty.',
    );
  });

  it('may not be given twice', () => {
    const x = f64([1]);
    expect(() => sgd([x, x])).toThrow('sgd: parameter "1" is parameter "0" again: give each one once.');
    expect(() => sgd([{ parameters: new Map([['w', x]]) }, { parameters: [x] }])).toThrow(
      'sgd: parameter "1" is parameter "w" again: give each one once.',
    );
    expect(() =>
      sgd([{ parameters: new Map([['w', x]]) }, { parameters: new Map([['w', f64([1])]]) }]),
    ).toThrow('sgd: two parameters are named "w".');
  });

  it('must be contiguous tensors of f32 or f64 on one back end', () => {
    expect(() => adam([tensor([1], { dtype: 'i32' })])).toThrow(
      'adam: parameter "0" is i32; parameters are f32 or f64.',
    );
    expect(() =>
      adam([
        viewTranspose(
          tensor([
            [1, 2],
            [3, 4],
          ]),
        ),
      ]),
    ).toThrow('adam: parameter "0" is a view with holes; give a contiguous tensor.');
    const elsewhere = withBackend(createReferenceBackend(), () => f64([1]));
    expect(() => adam([f64([1]), elsewhere])).toThrow(
      /^adam: parameter "1" lives on the back end reference, "0" on (wasm|another of that name)\. Make them on one\.$/,
    );
    expect(() => adam([1 as never])).toThrow('adam: parameter "0" is not a tensor: 1.');
    expect(() => adam(f64([1]) as never)).toThrow(
      'adam: parameters are a list of tensors, ' +
        'a Map from names to tensors, or a list of groups; got a tensor [1].',
    );
    expect(() => adam([{ parameters: null as never }])).toThrow('or a list of groups; got null.');
  });

  it('must not be a model or layers: the error says how to get parameters', () => {
    class Net {
      forward(): undefined {}
      *[Symbol.iterator](): Iterator<Net> {
        yield this;
      }
    }
    const given = (parameters: unknown) => () => adam(parameters as Tensor[]);
    const hint = 'a layer: pass adam(namedParameters(model)).';
    expect(given(new Net())).toThrow(
      'adam: parameters are a list of tensors, a Map from names to tensors, or a list of groups; got a ' +
        'Net, ' +
        hint,
    );
    expect(given([{ parameters: new Net() }])).toThrow(`or a list of groups; got a Net, ${hint}`);
    expect(given([new Net()])).toThrow(`adam: parameter "0" is not a tensor: a Net, ${hint}`);
    expect(given(new Map([['net', new Net()]]))).toThrow(`parameter "net" is not a tensor: a Net, ${hint}`);
    expect(given({ encoder: 1 })).toThrow('or a list of groups; got { encoder }.');
    expect(given(['w'])).toThrow('adam: parameter "0" is not a tensor: "w".');
  });
});

describe('options', () => {
  const x = [f64([1])];

  it('of a group take precedence over those of the optimizer, and those over the defaults', () => {
    const optimizer = adamw([{ parameters: x, weightDecay: 0 }, { parameters: [f64([2])] }], {
      learningRate: 0.25,
      epsilon: undefined,
    });
    expect(optimizer.groups[0]!.settings).toEqual({
      learningRate: 0.25,
      betas: [0.9, 0.999],
      epsilon: 1e-8,
      weightDecay: 0,
      amsgrad: false,
      maximize: false,
    });
    expect(optimizer.groups[1]!.settings.weightDecay).toBe(0.01);
  });

  it('must have known names', () => {
    expect(() => sgd(x, { lr: 0.1 } as object)).toThrow(
      'sgd: unknown option "lr"; did you mean "learningRate"? Known: learningRate, momentum, dampening, ' +
        'nesterov, weightDecay, maximize.',
    );
    expect(() => sgd([{ parameters: x, rate: 1 } as { parameters: Tensor[] }])).toThrow(
      'sgd: unknown option "rate";',
    );
  });

  it('must be an object, for the optimizer and for each group', () => {
    const known = 'learningRate, momentum, dampening, nesterov, weightDecay, maximize';
    expect(() => sgd(x, null as never)).toThrow(`sgd: options are an object of ${known}, got null.`);
    expect(() => sgd([{ parameters: x }, null as never])).toThrow(
      `sgd: options are an object of ${known}, parameters, got null.`,
    );
    expect(() => sgd(x, { parameters: x } as object)).toThrow('sgd: unknown option "parameters"');
  });

  it('of a user-defined rule may have any type if the default is null or undefined', () => {
    const defaults = { learningRate: 1, clip: null as number | null, mask: undefined as string | undefined };
    const rule: UpdateRule<typeof defaults> = {
      name: 'own',
      defaults,
      check: () => {},
      kernel: () => sgdPlainKernel,
      slots: () => [],
      writeHyper: () => {},
    };
    const [group] = new Optimizer(rule, x, { clip: 3, mask: 'a' }).groups;
    expect(group!.settings).toEqual({ learningRate: 1, clip: 3, mask: 'a' });
  });

  it('must be numbers >= 0', () => {
    expect(() => sgd(x, { learningRate: -0.1 })).toThrow(
      'sgd: learningRate is a finite number >= 0, got -0.1.',
    );
    expect(() => sgd(x, { learningRate: Number.NaN })).toThrow(
      'sgd: learningRate is a finite number >= 0, got NaN.',
    );
    expect(() => adam(x, { learningRate: Number.POSITIVE_INFINITY })).toThrow('got Infinity.');
    expect(() => sgd(x, { momentum: -1 })).toThrow('sgd: momentum is a finite number >= 0, got -1.');
    expect(() => sgd(x, { dampening: Number.NaN })).toThrow('sgd: dampening is a finite number, got NaN.');
    expect(() => adamw(x, { weightDecay: -1e-2 })).toThrow(
      'adamw: weightDecay is a finite number >= 0, got -0.01.',
    );
    expect(() => adam(x, { epsilon: -1 })).toThrow('adam: epsilon is a finite number >= 0, got -1.');
    expect(() => adam([{ parameters: x, learningRate: -1 }])).toThrow(
      'adam: learningRate is a finite number >= 0, got -1.',
    );
  });

  it('of nesterov require momentum and no dampening', () => {
    expect(() => sgd(x, { nesterov: true })).toThrow(
      'sgd: nesterov needs momentum > 0 and dampening 0, got momentum 0 and dampening 0.',
    );
    expect(() => sgd(x, { nesterov: true, momentum: 0.9, dampening: 0.1 })).toThrow(
      'sgd: nesterov needs momentum > 0 and dampening 0, got momentum 0.9 and dampening 0.1.',
    );
  });

  it('of betas must be an array of two numbers in [0, 1), without holes', () => {
    expect(() => adam(x, { betas: [0.9, 1] })).toThrow(
      'adam: betas are an array of two numbers in [0, 1), got [0.9, 1].',
    );
    expect(() => adam(x, { betas: [-0.1, 0.9] })).toThrow(
      'adam: betas are an array of two numbers in [0, 1), got [-0.1, 0.9].',
    );
    expect(() => adam(x, { betas: ['0.9', 0.99] as never })).toThrow(
      'adam: betas are an array of two numbers in [0, 1), got ["0.9", 0.99].',
    );
    expect(() => adamw(x, { betas: [0.9] as never })).toThrow(
      'adamw: betas are an array of two numbers in [0, 1), got [0.9].',
    );
    for (const [betas, shown] of [
      [new Array(2), '[undefined, undefined]'],
      [Float64Array.of(0.9, 0.99), 'a Float64Array'],
    ] as const) {
      expect(() => adamw(x, { betas: betas as never })).toThrow(`in [0, 1), got ${shown}.`);
    }
  });

  it('are copied, and their arrays frozen: neither the given one nor the defaults can change later', () => {
    for (const rule of [adam, adamw, lion]) {
      const betas: [number, number] = [0.5, 0.75];
      const optimizer = rule(x, { betas });
      betas[0] = Number.NaN;
      expect(optimizer.groups[0]!.settings.betas).toEqual([0.5, 0.75]);
      const defaults = rule(x).groups[0]!.settings.betas as [number, number];
      expect(() => (defaults[1] = 7)).toThrow(TypeError);
      expect(rule(x).groups[0]!.settings.betas[1]).toBeLessThan(1);
    }
  });
});
