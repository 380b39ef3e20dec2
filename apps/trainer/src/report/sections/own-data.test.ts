import { inflateSync } from 'node:zlib';
import type { FittedTable } from '@regopt/data';
import { describe, expect, it } from 'vitest';
import { renderReport } from '../render-report.ts';
import type { ReportData } from '../report-data.ts';
import { parsePage } from '../testing/parse-page.ts';
import { sampleDigits } from '../testing/sample-digits.ts';
import { sampleCurves } from '../testing/sample-toys.ts';

const pageOf = (data: ReportData) => {
  const page = parsePage(renderReport(data));
  expect(page.errors).toEqual([]);
  return page;
};

const one = (data: ReportData, changes: Partial<ReportData['models'][number]> = {}): ReportData => ({
  ...data,
  models: [{ ...data.models[0]!, ...changes }],
});

const fitted = (target: FittedTable['target']): ReportData['description'] => ({
  kind: 'table',
  table: {
    version: 1,
    target,
    inputs: [
      { name: 'age', kind: 'number', mean: 30.5, standardDeviation: 12, fill: 31 },
      { name: 'place', kind: 'category', levels: ['near', '<far>'] },
    ],
    missingMarks: [],
  },
});

describe('the report of a table', () => {
  it('lists the columns, and how each enters the network', () => {
    const description = fitted({ name: 'kind', task: 'classification', classNames: ['a', 'b', 'c'] });
    const section = pageOf({ ...sampleDigits(), description }).byId('columns')!;
    expect(section.text).toContain('The network predicts kind, one of 3 classes, from the columns below.');
    expect(section.all('tr').map(({ text }) => text)).toEqual([
      'columnkindinputsa missing one iswhat it holds',
      'agenumber131mean 30.5, deviation 12',
      'placecategory2refusednear, <far>',
    ]);
  });

  it('of values shows R2, and errors in their unit', () => {
    const scaler = { mean: [200], standardDeviation: [50] };
    const description = fitted({ name: 'price', task: 'regression', scaler });
    const page = pageOf({
      ...one(sampleCurves(), { test: { loss: 0.1, rmse: 15.81, r2: 0.9 }, picture: undefined }),
      description,
    });
    expect(page.byId('columns')!.text).toContain('predicts price, a value of mean 200 and deviation 50,');
    const result = page.byId('result')!.text;
    expect(result).toContain('Test R²0.9000');
    expect(result).toContain('Test RMSE15.81');
    expect(result).toContain('mean squared error of scaled values');
  });

  it('names the classes in the confusion matrix, and leaves the matrix of very many classes out', () => {
    const names = Array.from({ length: 10 }, (_, i) => `kind ${i}`);
    const table = pageOf({ ...sampleDigits(), classNames: names }).byId('confusion')!;
    expect(table.text).toContain('kind 7');
    expect(table.all('table')).toHaveLength(1);
    const size = 60;
    const confusion = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => (i === j ? 9 : i === 3 && j === 59 ? 1 : 0)),
    );
    const classNames = Array.from({ length: size }, (_, i) => `kind ${i}`);
    const many = pageOf({ ...one(sampleDigits(), { confusion }), classNames }).byId('confusion')!;
    expect(many.all('table')).toEqual([]);
    expect(many.text).toContain('kind 3 taken for kind 59: 1 times, 10.0% of its row');
  });
});

describe('the report of a training that ended early', () => {
  it('shows the numbers of the best epoch, whose weights were tested', () => {
    const [model] = sampleDigits().models;
    const epochs = model!.epochs.map((epoch, i) => ({
      ...epoch,
      train: { loss: 1 / (i + 1), accuracy: 0.5 },
      validation: { loss: Math.abs(i - 4) + 0.25, accuracy: i === 4 ? 0.875 : 0.5 },
    }));
    const config = { ...model!.config, patience: 7 };
    const page = pageOf(one(sampleDigits(), { epochs, config }));
    expect(page.byId('models')!.text).toContain(
      'as they stand after the best epoch, whose weights were kept',
    );
    expect(page.byId('models')!.text).toContain('0.20000.2500');
    expect(page.byId('models')!.text).toContain('87.5');
    expect(page.byId('learning')!.text).toContain(
      '0.2500, after epoch 5, whose weights were kept. After epoch 12',
    );
    const untested = one(sampleDigits(), { epochs, config, test: undefined });
    expect(pageOf({ ...untested, ended: 'stopped' }).byId('models')!.text).toContain('after the last epoch');
  });
});

describe('mistaken pictures', () => {
  const shown = (recipe: string, channels: 1 | 3, bytes: readonly number[]) => {
    const [mistake] = sampleDigits().models[0]!.mistakes!;
    const pixels = Buffer.from(bytes).toString('base64');
    const mistakes = [{ ...mistake!, pixels, channels, width: 2, height: 1 }];
    const [image] = pageOf({ ...one(sampleDigits(), { mistakes }), recipe })
      .byId('mistakes')!
      .all('img');
    const file = Buffer.from(image!.attributes['src']!.split(',')[1]!, 'base64');
    const start = file.indexOf('IDAT');
    const line = inflateSync(file.subarray(start + 4, start + 4 + file.readUInt32BE(start - 4)));
    return { line: [...line].slice(1), ink: image!.attributes['class'] };
  };

  it('are those of digits in black on white, and others as they are, in their colours', () => {
    expect(shown('mnist-mlp', 1, [0, 255])).toEqual({ line: [255, 0], ink: 'ink' });
    expect(shown('pictures', 1, [7, 9])).toEqual({ line: [7, 9], ink: '' });
    expect(shown('mnist-cnn', 3, [1, 2, 3, 4, 5, 6])).toEqual({ line: [1, 3, 5, 2, 4, 6], ink: '' });
  });
});
