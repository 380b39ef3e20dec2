import { readFile, writeFile } from 'node:fs/promises';
import { argMax, crossEntropy } from '@regopt/autograd';
import { createLoader, encodeInputs, encodeTable, fitTable, parseTable, splitTable } from '@regopt/data';
import { readTableFile } from '@regopt/data/node';
import { Linear, namedParameters, Relu, Sequential, saveSafetensors } from '@regopt/layers';
import { adamw } from '@regopt/optim';
import { createGenerator, readSafetensors } from '@regopt/tensor';
import { earlyStopping, fit, loadModel, predict } from '@regopt/training';

const network = (inputs: number, classes: number, generator = createGenerator(1)) =>
  new Sequential(new Linear(inputs, 16, { generator }), new Relu(), new Linear(16, classes, { generator }));

/** Trains on the rows of a CSV file, and saves the model with all that later rows need. */
export async function trainOnTable(csv: string, target: string, out: string): Promise<void> {
  const [train, held] = splitTable(await readTableFile(csv), { fractions: [0.8, 0.2], seed: 1 });
  const fitted = fitTable(train, { target });
  const dataset = encodeTable(fitted, train);
  const model = network(dataset.inputs.shape[1]!, dataset.classes!);
  await fit({
    model,
    loss: crossEntropy,
    optimizer: adamw(namedParameters(model), { learningRate: 0.01 }),
    train: createLoader(dataset, { batchSize: 16, shuffle: true, seed: 1 }),
    validation: createLoader(encodeTable(fitted, held), { batchSize: 64 }),
    epochs: 200,
    callbacks: [earlyStopping({ watch: 'validation.loss', patience: 10 })],
  });
  await writeFile(out, saveSafetensors(model, { metadata: { table: JSON.stringify(fitted) } }));
}

/** The classes that a saved model predicts for the rows of a CSV text. */
export async function predictRows(saved: string, text: string): Promise<string[]> {
  const file = readSafetensors(await readFile(saved));
  const like = JSON.parse(file.metadata.get('table')!);
  const inputs = encodeInputs(like, parseTable(text, { like }));
  const model = network(inputs.shape[1]!, like.target.classNames.length);
  loadModel(model, file);
  return Array.from(argMax(await predict(model, inputs)).toArray(), (label) => like.target.classNames[label]);
}
