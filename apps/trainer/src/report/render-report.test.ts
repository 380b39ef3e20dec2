import { describe, expect, it } from 'vitest';
import { renderReport } from './render-report.ts';
import type { ReportData } from './report-data.ts';
import { parsePage } from './testing/parse-page.ts';
import { sampleDigits } from './testing/sample-digits.ts';
import { sampleCurves, sampleMoons } from './testing/sample-toys.ts';

const sectionsOf = (data: ReportData) =>
  parsePage(renderReport(data))
    .all('section')
    .map(({ attributes }) => attributes['id']);

/** A page without its pictures, since their base64 can contain any word. */
const withoutPictures = (page: string) => page.replace(/base64,[^"]*/g, '');

/**
 * The data of a run that Ctrl-C stopped: its first model has some epochs and steps, the others have none, and
 * none was tested.
 */
function interrupted(data: ReportData, epochs: number, moreSteps: number): ReportData {
  const models = data.models.map(({ test: _, confusion: __, mistakes: ___, ...model }, i) => ({
    ...model,
    epochs: i === 0 ? model.epochs.slice(0, epochs) : [],
    steps: i === 0 ? model.steps.slice(0, (model.epochs[epochs - 1]?.step ?? 0) + moreSteps) : [],
  }));
  return { ...data, ended: 'stopped', models };
}

describe('the report', () => {
  it.each([
    ['digits', sampleDigits()],
    ['the curve', sampleCurves()],
    ['the moons', sampleMoons()],
    ['one epoch', sampleDigits(1)],
    ['an interrupted run of one model', interrupted(sampleDigits(), 3, 0)],
    ['an interrupted run of four models', interrupted(sampleMoons(), 3, 1)],
    ['a run interrupted in its first epoch', interrupted(sampleDigits(), 0, 5)],
    ['a run of four models interrupted in its first epoch', interrupted(sampleMoons(), 0, 1)],
    ['a run interrupted before its first epoch', interrupted(sampleCurves(), 0, 0)],
  ])('of %s is HTML without a parse error, and without NaN or undefined in it', (_, data) => {
    const page = renderReport(data);
    expect(parsePage(page).errors).toEqual([]);
    expect(withoutPictures(page).match(/NaN|undefined|\[object/)).toBe(null);
  });

  it('of a classifier of pictures shows everything but pictures of the plane', () => {
    expect(sectionsOf(sampleDigits())).toEqual([
      'result',
      'learning',
      'gap',
      'models',
      'confusion',
      'mistakes',
      'steps',
      'options',
    ]);
  });

  it('of regression shows fitted curves and no accuracy', () => {
    const data = sampleCurves();
    const page = parsePage(renderReport(data));
    expect(sectionsOf(data)).toEqual(['result', 'pictures', 'models', 'learning', 'gap', 'steps', 'options']);
    expect(page.byId('pictures')!.all('figure').length).toBe(4);
    expect(page.byId('learning')!.all('figure').length).toBe(4);
    expect(page.byId('models')!.text).not.toContain('accuracy');
  });

  it('of points in the plane shows a decision boundary for each model', () => {
    const page = parsePage(renderReport(sampleMoons()));
    const pictures = page.byId('pictures')!.all('image');
    expect(pictures.length).toBe(4);
    for (const { attributes } of pictures) expect(attributes['href']).toMatch(/^data:image\/png;base64,/);
    expect(page.byId('confusion')!.all('table').length).toBe(4);
  });

  it('begins with the result in large numbers', () => {
    const { text } = parsePage(renderReport(sampleDigits())).byId('result')!;
    expect(text).toContain('Test accuracy98.46%154 of 10,000 wrong');
    expect(text).toContain('Test loss0.0561');
    expect(text).toContain('Trained in31.4 s12 epochs, 5,148 steps');
    expect(text).toContain('Parameters235,914');
    expect(text).not.toContain('nterrupted');
  });

  it('says that a run was interrupted, and at which epoch', () => {
    const digits = parsePage(renderReport(interrupted(sampleDigits(), 3, 0)));
    expect(digits.byId('result')!.text).toContain('Interrupted after epoch 3 of 12.');
    expect(digits.byId('result')!.text).toContain('Trained in31.4 s3 epochs, 1,287 steps, interrupted');
    expect(digits.all('title')[0]!.text).toContain('on the validation set (interrupted)');
    const moons = parsePage(renderReport(interrupted(sampleMoons(), 3, 1)));
    expect(moons.byId('result')!.text).toContain(
      'Interrupted while the model "too small" was in epoch 4 of 1,000.',
    );
    expect(moons.byId('result')!.text).toContain('about rightnot trained');
    expect(moons.byId('learning')!.all('figure').length).toBe(2);
    const first = parsePage(renderReport(interrupted(sampleDigits(), 0, 5)));
    expect(first.byId('result')!.text).toContain('Interrupted in epoch 1 of 12.');
    expect(first.byId('learning')).toBe(undefined);
    expect(first.byId('steps')!.all('figure').length).toBe(2);
    const none = parsePage(renderReport(interrupted(sampleCurves(), 0, 0)));
    expect(none.byId('result')!.text).toContain('Interrupted before the first epoch.');
    expect(none.byId('learning')).toBe(undefined);
  });

  it('shows the validation set in the place of a test that was not made yet', () => {
    const { text } = parsePage(renderReport(interrupted(sampleDigits(), 3, 0))).byId('result')!;
    expect(text).toMatch(
      /Validation accuracy\d\d\.\d\d%\d+ of 5,000 wrong Validation loss0\.\d{4}cross-entropy/,
    );
    expect(text).not.toContain('Test');
    const page = parsePage(renderReport(interrupted(sampleMoons(), 3, 0)));
    expect(page.byId('result')!.text).toContain('validation accuracy, loss');
    expect(page.byId('pictures')!.all('figcaption')[0]!.text).not.toContain('test');
  });

  it('says where a run diverged', () => {
    const data = interrupted(sampleDigits(), 3, 7);
    const page = renderReport({ ...data, ended: 'diverged', divergence: 'The loss of step 7 is NaN.' });
    const { byId, all } = parsePage(page);
    expect(byId('result')!.text).toContain('Diverged in epoch 4 of 12: The loss of step 7 is NaN.');
    expect(all('title')[0]!.text).toContain('(diverged)');
  });

  it('lists the options in order, and the overrides of each model', () => {
    const data = sampleMoons();
    const rows = parsePage(renderReport(data)).byId('options')!.all('tr');
    expect(rows.slice(1).map((row) => row.all('th')[0]!.text)).toEqual(Object.keys(data.config));
    const decay = rows.find((row) => row.text.startsWith('optimizer.weightDecay'))!;
    expect(
      decay
        .all('td')
        .slice(0, 4)
        .map(({ text }) => text),
    ).toEqual(['0.3', '0', '0', '0']);
  });

  it('says of a diverged run that it diverged', () => {
    const data = sampleDigits();
    const model = data.models[0]!;
    const epochs = model.epochs.map((record, i) =>
      i < 4
        ? record
        : { ...record, train: { ...record.train, loss: Number.NaN }, validation: { loss: 1e30 } },
    );
    const steps = model.steps.map((record) =>
      record.step < 2000 ? record : { ...record, loss: Number.POSITIVE_INFINITY },
    );
    const page = renderReport({
      ...data,
      models: [{ ...model, epochs, steps, test: { loss: Number.NaN } }],
    });
    const { errors, byId } = parsePage(page);
    expect(errors).toEqual([]);
    expect(byId('learning')!.text).toContain(
      'The training diverged: after epoch 5 the loss is no longer a finite number.',
    );
    expect(byId('result')!.text).toContain('Test lossnot a number');
    expect(withoutPictures(page).match(/="[^"]*(NaN|Infinity)/)).toBe(null);
  });
});
