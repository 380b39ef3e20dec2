import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peersFolder } from '../peers/peers-folder.ts';

/**
 * A module whose exports all are one object: a function that returns itself, has every property, and can be
 * extended and awaited.
 */
const anything = `
const anything = new Proxy(class {}, {
  get: (target, name) => name === 'then' ? undefined : name === Symbol.toPrimitive ? () => 0
    : name === Symbol.iterator ? function* () {} : name === 'prototype' ? target.prototype : anything,
  apply: () => anything,
  construct: () => ({}),
});
`;

const exporting = (names: readonly string[]) =>
  `${anything}export const [${names.join(', ')}] = Array(${names.length}).fill(anything);\n`;

/** Mock modules of the JavaScript workers' libraries, by import name. */
const packages: Readonly<Record<string, string>> = {
  '@tensorflow/tfjs-core': `${exporting([
    ...['AdamOptimizer', 'add', 'engine', 'env', 'losses', 'matMul', 'ready', 'setBackend', 'tensor'],
    ...['tensor2d', 'tidy', 'grads', 'train', 'util', 'variable'],
  ])}export const getBackend = () => 'cpu';\n`,
  '@tensorflow/tfjs-layers': exporting(['layers', 'sequential']),
  '@tensorflow/tfjs-backend-cpu': '',
  '@jax-js/jax': `${exporting([
    ...[
      'blockUntilReady',
      'defaultDevice',
      'jit',
      'lax',
      'nn',
      'numpy',
      'random',
      'tree',
      'valueAndGrad',
      'vjp',
    ],
  ])}export const init = () => ['wasm'];\n`,
  'onnxruntime-web': 'export const env = { wasm: {} };\n',
  esbuild: exporting(['build']),
};

/** A mock of PyTorch: every name exists and does nothing. */
const torch = `import sys
from unittest.mock import MagicMock

torch = MagicMock(__version__="1.2.3")
torch.configure_mock(__config__=MagicMock(show=lambda: "  - CPU capability usage: AVX512\\n"))
sys.modules["torch"] = torch
`;

/**
 * Copies the workers into a folder with mock libraries, to test their refusals without the real ones. The
 * mocks compute nothing: a worker must look up every name of its work before it uses a value of its library.
 */
export function copyWorkers(folder: string): void {
  cpSync(peersFolder, folder, { recursive: true, filter: (path) => !path.endsWith('node_modules') });
  for (const [name, text] of Object.entries(packages)) {
    const home = join(folder, 'node_modules', name);
    mkdirSync(home, { recursive: true });
    writeFileSync(
      join(home, 'package.json'),
      JSON.stringify({ name, type: 'module', exports: './index.js' }),
    );
    writeFileSync(join(home, 'index.js'), text);
  }
  writeFileSync(join(folder, 'torch.py'), torch);
}
