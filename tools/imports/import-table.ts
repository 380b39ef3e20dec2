/** What one package may import. Everything that is not named here is forbidden. */
export interface ImportRule {
  /** Packages of ours that its code imports. */
  readonly imports: readonly string[];
  /** Packages of ours that its tests import besides. */
  readonly inTests?: readonly string[];
  /** Entries that may import `node:*` at the top level: what they alone reach runs in Node only. */
  readonly nodeEntries?: readonly string[];
  /** Files that something else than an import brings in, such as a set-up file of the tests. */
  readonly alsoUsed?: readonly string[];
  /** The circles in which files may lead to one another, because what they define does: the files of each, sorted. */
  readonly circles?: readonly (readonly string[])[];
  /** Whether its code may load `node:*` by `import()`, where it has found that it runs in Node. */
  readonly nodeOnDemand?: boolean;
  /** Whether its code may call `Math.exp`, `Math.sin` and their like, whose last digits the engine chooses. */
  readonly engineMath?: boolean;
  /** Files that may use `**` or `Math.pow`, whose last digits the engine chooses; all may use `2 ** n`. */
  readonly powers?: readonly string[];
  /** Files that may cast past the compiler, by `as unknown as` and the like. */
  readonly casts?: readonly string[];
}

/**
 * Who may import whom: the one place that says it. Beside this table, for every package: only public entry points of
 * another package; no circle, of types neither; no third-party package in what users run, and in tests and `./testing`
 * entries only the test tools; no file that nothing uses. But as said here, no `node:*`, no arithmetic whose last digits
 * the engine chooses, no cast past the compiler; nowhere `Math.random`, nor a clock outside tests. An app may import every
 * package, by its public entry points, `node:*`, and what its package.json names.
 */
export const importTable: Readonly<Record<string, ImportRule>> = {
  schedulers: { imports: [] },
  // What copies of a package share lies on globalThis, under a symbol that no type knows.
  tensor: { imports: [], casts: ['src/backend/share-state.ts'] },
  autograd: {
    imports: ['tensor'],
    circles: [
      // An op and the gradients of its gradient.
      ['src/ops/conv/conv2d-input-grad.ts', 'src/ops/conv/conv2d-weight-grad.ts', 'src/ops/conv/conv2d.ts'],
      // Each is the derivative of the other.
      ['src/ops/elementwise/cos.ts', 'src/ops/elementwise/sin.ts'],
      // The derivative of a sum is a broadcast, that of a broadcast a sum.
      [
        'src/ops/reduce/sum-all.ts',
        'src/ops/reduce/sum-to.ts',
        'src/ops/reduce/sum.ts',
        'src/ops/shape/broadcast-to.ts',
      ],
    ],
    // The loops of the reference back end, which mean what the engine computes; kernels-wasm has its own exp, log and pow.
    engineMath: true,
    powers: ['src/ops/elementwise/pow.ts'],
  },
  // Whole training runs are compared with PyTorch's: those tests need an optimizer and a schedule.
  layers: { imports: ['tensor', 'autograd'], inTests: ['optim', 'schedulers'] },
  optim: { imports: ['tensor'] },
  data: { imports: ['tensor'], inTests: ['autograd'], nodeEntries: ['./node'] },
  'kernels-wasm': {
    imports: ['tensor'],
    inTests: ['autograd', 'data', 'layers', 'optim'],
    alsoUsed: ['src/testing/wasm-setup.ts'],
    nodeOnDemand: true,
  },
};

/**
 * What a test or a `./testing` entry may import. No package names them as peers, not even as optional ones: npm would refuse
 * an install beside another version, and pnpm would give each package of a workspace that has vitest a copy of @regopt/tensor
 * of its own. Who writes tests with a `./testing` entry has them installed.
 */
export const testTools = ['vitest', 'fast-check'] as const;
