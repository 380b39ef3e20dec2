import { FormatError, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { datasetFromTable } from './dataset-from-table.ts';
import { parseCsv } from './parse-csv.ts';

const table = parseCsv('x,y,kind\n1,2,0\n3,4,1\n5,6,2\n');

describe('datasetFromTable', () => {
  it('returns f32 targets of shape [rows, 1] for regression', () => {
    const { inputs, targets, classes } = datasetFromTable(table, { target: 'y', inputs: ['kind', 'x'] });
    expect(inputs.toNested()).toEqual([
      [0, 1],
      [1, 3],
      [2, 5],
    ]);
    expect(targets.dtype).toBe('f32');
    expect(targets.toNested()).toEqual([[2], [4], [6]]);
    expect(classes).toBeUndefined();
  });

  it('returns i32 labels for classification, and uses all other columns as inputs', () => {
    const { inputs, targets, classes } = datasetFromTable(table, { target: 'kind', classes: 3 });
    expect(inputs.toNested()).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(targets.dtype).toBe('i32');
    expect(targets.toNested()).toEqual([0, 1, 2]);
    expect(classes).toBe(3);
  });

  it('accepts a hand-made table without categories, and refuses anything but a table', () => {
    const columns = new Map([
      ['x', Float64Array.of(1, 2)],
      ['y', Float64Array.of(3, 4)],
    ]);
    const { inputs } = datasetFromTable({ names: ['x', 'y'], rowCount: 2, columns }, { target: 'y' });
    expect(inputs.toNested()).toEqual([[1], [2]]);
    for (const given of [[{ x: 1 }], null])
      expect(() => datasetFromTable(given as never, { target: 'x' })).toThrow(
        'datasetFromTable: table is what parseCsv gives, got ',
      );
  });

  it('refuses a number beyond f32, and names its column', () => {
    const big = parseCsv('x,y\n1,1e39\n2,3\n');
    for (const target of ['x', 'y']) {
      const make = () => datasetFromTable(big, { target });
      expect(make).toThrow(ValueError);
      expect(make).toThrow('datasetFromTable: column "y": 1e+39 at index 0 is no f32, a number up to');
    }
  });

  it('uses the names of a column of categories as classes, and one input column for each name', () => {
    const named = parseCsv('x,colour,kind\n1,red,wolf\n2,blue,cat\n3,red,cat\n', {
      categories: ['colour', 'kind'],
    });
    const { inputs, targets, classes, classNames } = datasetFromTable(named, { target: 'kind' });
    expect(targets.toNested()).toEqual([1, 0, 0]);
    expect([classes, classNames]).toEqual([2, ['cat', 'wolf']]);
    expect(inputs.toNested()).toEqual([
      [1, 0, 1],
      [2, 1, 0],
      [3, 0, 1],
    ]);
  });

  it('refuses a number of classes that differs from that of the categories', () => {
    const named = parseCsv('x,kind\n1,wolf\n2,cat\n', { categories: ['kind'] });
    expect(() => datasetFromTable(named, { target: 'kind', classes: 3 })).toThrow(
      new ValueError(
        'datasetFromTable: classes is 3, and column "kind" has 2 categories. Leave classes out.',
      ),
    );
  });

  it('names the row of a label out of range', () => {
    expect(() => datasetFromTable(table, { target: 'kind', classes: 2 })).toThrow(
      new FormatError('datasetFromTable: column "kind": label 2 at index 2 is not a whole number in 0..1.'),
    );
    expect(() => datasetFromTable(parseCsv('x,k\n1,0.5\n'), { target: 'k', classes: 2 })).toThrow(
      new FormatError('datasetFromTable: column "k": label 0.5 at index 0 is not a whole number in 0..1.'),
    );
  });

  it('refuses missing columns, and a table without inputs', () => {
    expect(() => datasetFromTable(table, { target: 'z' })).toThrow(
      new ValueError('datasetFromTable: no column "z"; there are: x, y, kind.'),
    );
    expect(() => datasetFromTable(parseCsv('k\n1\n'), { target: 'k' })).toThrow(
      new ValueError('datasetFromTable: no inputs: name a column other than "k".'),
    );
  });

  it('asks for the target', () => {
    expect(() => datasetFromTable(parseCsv('a,b\n1,2\n'), {} as never)).toThrow(
      'datasetFromTable: name the target; there are: a, b.',
    );
  });
});
