import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeIdx } from '@regopt/data';
import { readSafetensors, writeSafetensors } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import type { PredictFlags } from './command-line.ts';
import { predictFiles } from './predict.ts';
import { idxFolder } from './testing/idx-folder.ts';
import { csvFile, flowers, folderOf, greyPng } from './testing/own-data.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { trainOn } from './testing/train-on.ts';
import { UsageError } from './usage-error.ts';

/** What predict prints. */
async function predicted(run: string, files: readonly string[], flags: PredictFlags = {}): Promise<string[]> {
  const printed: string[] = [];
  await predictFiles(run, files, flags, (text) => void printed.push(text));
  return printed;
}

async function refusal(run: string, files: readonly string[], flags: PredictFlags = {}): Promise<string> {
  const printed: string[] = [];
  const error: unknown = await predictFiles(run, files, flags, (text) => void printed.push(text)).catch(
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(UsageError);
  expect(printed).toEqual([]);
  return (error as Error).message;
}

const kinds = () =>
  trainOn({ path: csvFile(flowers()), target: 'kind', ignore: ['id', 'price'] }, { epochs: 20 });

describe('predictions of the rows of a table', () => {
  it('are a line of CSV each, with class and probability, and need no file but the run', async () => {
    const { run } = await kinds();
    const config = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));
    rmSync(config.data.path);
    const rows = csvFile('width,colour,length\n1,red,5.2\n5,white,10.5\n');
    const [text] = await predicted(run, [rows]);
    const lines = text!.trimEnd().split('\n');
    expect(lines[0]).toBe('file,line,class,probability');
    expect(lines[1]).toMatch(new RegExp(`^${rows},2,rose,0\\.\\d{4}$`));
    expect(lines[2]).toMatch(new RegExp(`^${rows},3,tulip,0\\.\\d{4}$`));
    expect(lines).toHaveLength(3);
  });

  it('are a line of JSON each on request, with the probabilities of all classes', async () => {
    const { run } = await kinds();
    const [text] = await predicted(run, [csvFile('length,width,colour\n0.2,1,red\n')], { json: true });
    const { file, line, ...said } = JSON.parse(text!);
    expect([file.endsWith('data.csv'), line]).toEqual([true, 2]);
    expect(said.class).toBe('daisy');
    expect(Object.keys(said.probabilities)).toEqual(['daisy', 'rose', 'tulip']);
    const all = Object.values<number>(said.probabilities);
    expect(all.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    expect(said.probability).toBe(Math.max(...all));
  });

  it("of values have the target's unit, and those of the report's errors", async () => {
    const { run, report } = await trainOn(
      { path: csvFile(flowers()), target: 'price', ignore: ['id'] },
      { epochs: 60 },
    );
    const { r2, rmse } = report.models[0]!.test!;
    expect(r2).toBeGreaterThan(0.9);
    const [text] = await predicted(run, [csvFile('length,width,colour,kind\n5.2,2,red,rose\n')]);
    const [header, row] = text!.split('\n');
    expect(header).toBe('file,line,value');
    expect(Math.abs(Number(row!.split(',')[2]) - (2 * 5.2 - 2 + 3))).toBeLessThan(5 * rmse!);
  });

  it('quote what CSV must quote', async () => {
    const path = csvFile('a,b,y\n1,1,"x, ""y"""\n2,5,z\n1,2,"x, ""y"""\n2,4,z\n1,3,"x, ""y"""\n3,9,z\n');
    const { run } = await trainOn({ path, target: 'y' }, { epochs: 30 });
    const [text] = await predicted(run, [csvFile('a,b\n1,2\n', 'new, "1".csv')]);
    expect(text).toMatch(/new, ""1""\.csv",2,"x, ""y""",0\.\d{4}\n$/);
  });

  it('of several files come together at the end, or each as soon as it is there', async () => {
    const { run } = await kinds();
    const files = [1, 2].map((length) => csvFile(`length,width,colour\n${length},1,red\n`));
    const all = await predicted(run, files);
    const each = await predicted(run, files, { stream: true });
    expect([all.length, each.length]).toEqual([1, 2]);
    expect(each.join('')).toBe(all[0]);
  });

  it('are written to a file as a whole, which a failure leaves as it was', async () => {
    const { run } = await kinds();
    const out = join(temporaryFolder(), 'out.csv');
    writeFileSync(out, 'before');
    const good = csvFile('length,width,colour\n1,1,red\n');
    await refusal(run, [good, csvFile('length,width\n1,1\n')], { out });
    expect(readFileSync(out, 'utf8')).toBe('before');
    expect(await predicted(run, [good], { out })).toEqual([]);
    expect(readFileSync(out, 'utf8')).toBe((await predicted(run, [good]))[0]);
    expect(readdirSync(dirname(out))).toEqual(['out.csv']);
    expect(await refusal(run, [good], { out: dirname(out) })).toContain('is a folder; name a file.');
    expect(await refusal(run, [good], { out: join(out, 'x') })).toContain(`cannot write ${out}/x: ENOTDIR`);
  });

  it('replace neither what they are made of nor another file', async () => {
    const { run } = await kinds();
    const text = 'length,width,colour\n0.2,1,red\n';
    const folder = folderOf({ 'rows.csv': text, 'out.csv.partial': 'mine' });
    const rows = join(folder, 'rows.csv');
    const link = join(folder, 'link.csv');
    symlinkSync(rows, link);
    for (const out of [rows, link]) {
      expect(await refusal(run, [rows], { out })).toBe(
        `predict: --out ${out} would replace ${rows}, which is read; name another file.`,
      );
    }
    const model = join(run, 'model.safetensors');
    expect(await refusal(run, [rows], { out: model })).toContain(`would replace ${model}, which is read;`);
    await predicted(run, [rows], { out: join(folder, 'out.csv') });
    expect(readFileSync(join(folder, 'out.csv.partial'), 'utf8')).toBe('mine');
    expect(readFileSync(rows, 'utf8')).toBe(text);
  });
});

describe('predictions of pictures', () => {
  const brightness = () =>
    trainOn(
      {
        path: folderOf(
          Object.fromEntries(
            Array.from({ length: 60 }, (_, i) => [
              `${i % 2 ? 'dark' : 'light'}/${i}.png`,
              greyPng(i % 2 ? i : 255 - i),
            ]),
          ),
        ),
      },
      { network: { hidden: [8] }, epochs: 10 },
    );

  it('are their class, whatever their size and colours', async () => {
    const { run } = await brightness();
    const folder = folderOf({ 'a.png': greyPng(3), 'b.png': greyPng(250, 20, 30) });
    const files = ['a.png', 'b.png'].map((name) => join(folder, name));
    const [text] = await predicted(run, files);
    const lines = text!.trimEnd().split('\n');
    expect(lines[0]).toBe('file,class,probability');
    expect(lines[1]).toMatch(/a\.png,dark,0\.\d{4}|1\.0000/);
    expect(lines[2]).toMatch(/b\.png,light,0\.\d{4}|1\.0000/);
    const each = await predicted(run, files, { stream: true });
    expect([each.length, each.join('')]).toEqual([2, text]);
  });

  it('name a picture that is none, and one of 10 billion pixels', async () => {
    const { run } = await brightness();
    const huge = Uint8Array.from(greyPng(1));
    for (const place of [16, 20]) new DataView(huge.buffer).setUint32(place, 100_000);
    const folder = folderOf({ 'a.png': greyPng(3), 'b.png': 'hello', 'c.png': huge });
    const path = (name: string) => join(folder, name);
    expect(await refusal(run, [path('a.png'), path('b.png')])).toMatch(
      `predict: ${path('b.png')} is no PNG or JPEG that can be read`,
    );
    expect(await refusal(run, [path('c.png')])).toContain('100000 x 100000 pixels, more than 67108864');
    expect(await refusal(run, [folder])).toBe(`predict: ${folder} is a folder, not a file.`);
    expect(await refusal(run, [path('none.png')])).toBe(`predict: there is no file ${path('none.png')}.`);
  });

  it('of IDX files are a line for each picture, as evaluate counts them', async () => {
    const path = idxFolder({ height: 6, width: 7, classes: 3 });
    const { run, report } = await trainOn({ path }, { recipe: 'mnist-mlp', batchSize: 16, epochs: 10 });
    const [text] = await predicted(run, [join(path, 't10k-images-idx3-ubyte')]);
    const lines = text!.trimEnd().split('\n');
    expect([lines[0], lines.length]).toEqual(['file,index,class,probability', 21]);
    const right = lines.slice(1).filter((line, i) => line.split(',')[2] === String(i % 3)).length;
    expect(right / 20).toBeCloseTo(report.models[0]!.test!.accuracy!, 9);
    const other = join(
      folderOf({ 'x.idx': encodeIdx({ type: 'u8', shape: [1, 2, 2], data: new Uint8Array(4) }) }),
      'x.idx',
    );
    expect(await refusal(run, [other])).toBe(
      `predict: ${other} has pictures of 2 x 2 pixels in grey, and the model takes 6 x 7 pixels in grey.`,
    );
    expect(await refusal(run, [join(path, 't10k-labels-idx1-ubyte')])).toContain(
      'has no pictures: it is u8 [20]',
    );
    const picture = join(folderOf({ 'a.png': greyPng(3) }), 'a.png');
    expect(await refusal(run, [picture, other])).toContain('has several pictures; predict it apart');
  });
});

describe('predictions that cannot be made', () => {
  it.each<[string, string, string]>([
    [
      'a ragged row',
      'length,width,colour\n1,2\n',
      'FILE: line 2 has 2 columns, expected 3: length,width,colour.',
    ],
    ['a missing column', 'length,width\n1,2\n', 'FILE: no column "colour"; there are: length, width.'],
    [
      'an unknown level',
      'length,width,colour\n1,2,red\n1,2,blue\n',
      'FILE: line 3, column 3 (colour) is none of the known levels: "blue". There are: red, white.',
    ],
    [
      'an unknown class',
      'length,width,colour,kind\n1,2,red,daisy\n1,2,red,oak\n',
      'FILE: line 3, column 4 (kind) is none of the known classes: "oak". There are: daisy, rose, tulip.',
    ],
    [
      'a text as a number',
      'length,width,colour\n1,wide,red\n',
      'FILE: line 2, column 2 (width) is not a number: "wide".',
    ],
    [
      'a missing field',
      'length,width,colour\n1,,red\n',
      'column 2 (width): 1 of 1 values is missing, the first on line 2.',
    ],
    ['no rows', 'length,width,colour\n', 'FILE: the text has no rows.'],
  ])('because of %s are refused by file, line and column, and print nothing', async (_, text, sentence) => {
    const { run } = await kinds();
    const path = csvFile(text);
    const message = await refusal(run, [csvFile('length,width,colour\n1,1,red\n'), path]);
    expect(message).toMatch(/^predict: /);
    expect(message.replaceAll(path, 'FILE')).toContain(sentence);
    expect(message).not.toMatch(/\{|\n/);
  });

  it('because a file can be read without end are refused', async () => {
    const { run } = await kinds();
    expect(await refusal(run, ['/dev/zero'])).toBe('predict: /dev/zero is a device, not a file.');
  });

  it('by a run whose recipe makes its data, or whose model does not describe them, are refused', async () => {
    const moons = await trainOn({}, { recipe: 'moons', network: { hidden: [2] } });
    expect(await refusal(moons.run, ['x.csv'])).toBe(
      'predict: moons makes its own data, and has no use for x.csv.',
    );
    const { run } = await kinds();
    const model = join(run, 'model.safetensors');
    const { tensors } = readSafetensors(readFileSync(model));
    for (const [metadata, sentence] of [
      [new Map(), 'has no description of its data; train it again.'],
      [new Map([['trainer.data', '{"kind":"table"']]), 'has a description of its data that cannot be read.'],
    ] as const) {
      writeFileSync(model, writeSafetensors({ tensors, metadata }));
      expect(await refusal(run, ['x.csv'])).toContain(sentence);
    }
    rmSync(model);
    expect(await refusal(run, ['x.csv'])).toContain('there is no');
  });
});
