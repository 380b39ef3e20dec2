import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peersFolder } from '../peers/peers-folder.ts';

/** Any name of such a module is a function that gives itself, has every property, and can be extended and awaited. */
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

/** Stand-ins for the libraries of the JavaScript workers, by the names that those import. */
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

/** One for PyTorch: every name of it is there and does nothing. */
const torch = `import sys
from unittest.mock import MagicMock

torch = MagicMock(__version__="1.2.3")
torch.configure_mock(__config__=MagicMock(show=lambda: "  - CPU capability usage: AVX512\\n"))
sys.modules["torch"] = torch
`;

/** Copies the workers into a folder where their libraries are stand-ins, so that what they refuse can be tested without those. */
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
