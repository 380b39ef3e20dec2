/** The imports of a package that are allowed. All others are forbidden. */
export interface ImportRule {
  /** Our packages that its code imports. */
  readonly imports: readonly string[];
  /** Our packages that its tests import in addition. */
  readonly inTests?: readonly string[];
  /** Entries that may import `node:*` at the top level: files reached only from them run in Node only. */
  readonly nodeEntries?: readonly string[];
  /** Files that are used without an import, such as a set-up file of the tests. */
  readonly alsoUsed?: readonly string[];
  /**
   * Import cycles that are allowed because the definitions depend on each other: the files of each, sorted.
   */
  readonly cycles?: readonly (readonly string[])[];
  /** True if its code may load `node:*` by `import()` once it knows that it runs in Node. */
  readonly nodeOnDemand?: boolean;
  /**
   * Third-party packages that a Node entry may load by `import()` when a function needs one. They are no
   * dependency: a user of that function installs them, and an error says how.
   */
  readonly onDemand?: readonly string[];
  /** True if its code may call `Math.exp`, `Math.sin` and others whose last digits depend on the engine. */
  readonly engineMath?: boolean;
  /**
   * Files that may use `**` or `Math.pow`, whose last digits depend on the engine; `2 ** n` is always
   * allowed.
   */
  readonly powers?: readonly string[];
  /** Files that may read a clock; what they measure must decide no bit of a result. */
  readonly clocks?: readonly string[];
  /** Files that may use unchecked casts such as `as unknown as`. */
  readonly casts?: readonly string[];
}

/**
 * The allowed imports between packages. Further rules hold for every package: it imports only public entry
 * points of other packages; no import cycle, not even of types; no third-party package in user-facing code
 * unless `onDemand` names it, and only the test tools in tests and `./testing` entries; no unused file.
 * Forbidden unless listed here: `node:*`, arithmetic whose last digits depend on the engine, clocks,
 * unchecked casts. Forbidden everywhere: `Math.random`. An app may import the public entry points of every
 * package, `node:*`, and the dependencies in its package.json; casts are forbidden there too.
 */
export const importTable: Readonly<Record<string, ImportRule>> = {
  schedulers: { imports: [], inTests: ['tensor'] },
  // State shared by several copies of a package is on globalThis, under a symbol without a type.
  tensor: { imports: [], casts: ['src/backend/share-state.ts'] },
  autograd: {
    imports: ['tensor'],
    cycles: [
      // An op and its gradients: their derivatives use each other.
      ['src/ops/conv/conv2d-input-grad.ts', 'src/ops/conv/conv2d-weight-grad.ts', 'src/ops/conv/conv2d.ts'],
      // Each one's derivative uses the other.
      ['src/ops/elementwise/cos.ts', 'src/ops/elementwise/sin.ts'],
      // The derivative of a sum is a broadcast, that of a broadcast a sum.
      [
        'src/ops/reduce/sum-all.ts',
        'src/ops/reduce/sum-to.ts',
        'src/ops/reduce/sum.ts',
        'src/ops/shape/broadcast-to.ts',
      ],
    ],
    // The reference loops may depend on the engine; kernels-wasm has its own exp, log and pow.
    engineMath: true,
    powers: ['src/ops/elementwise/pow.ts'],
  },
  // Tests compare whole training runs with PyTorch's, which needs an optimizer and a schedule.
  layers: { imports: ['tensor', 'autograd'], inTests: ['optim', 'schedulers'] },
  optim: { imports: ['tensor'] },
  // sharp decodes pictures; decision 0021.
  data: { imports: ['tensor'], inTests: ['autograd'], nodeEntries: ['./node'], onDemand: ['sharp'] },
  'kernels-wasm': {
    imports: ['tensor'],
    inTests: ['autograd', 'data', 'layers', 'optim', 'training'],
    alsoUsed: ['src/testing/wasm-setup.ts'],
    nodeOnDemand: true,
  },
  training: {
    imports: ['tensor', 'autograd', 'layers', 'optim', 'schedulers', 'data'],
    nodeEntries: ['./node'],
    alsoUsed: ['src/checkpoint/testing/killed-run.ts', 'src/collective/testing/rank.ts'],
    clocks: ['src/callbacks/time-limit.ts', 'src/checkpoint/checkpoints.ts'],
  },
};

/** Files of apps that may use unchecked casts. */
export const appCasts: Readonly<Record<string, readonly string[]>> = {
  // The exports of a module that the bench compiles itself.
  bench: ['src/limits/limit-threads.ts'],
};

/**
 * The packages that a test or a `./testing` entry may import. No package lists them as peers, not even as
 * optional ones: npm would refuse to install beside another version, and pnpm would give each workspace
 * package with vitest its own copy of @regopt/tensor. A user who writes tests with a `./testing` entry has
 * them installed.
 */
export const testTools = ['vitest', 'fast-check'] as const;
