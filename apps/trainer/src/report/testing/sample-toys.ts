import type { BoundaryPicture, CurvePicture, ModelReport, ReportData } from '../report-data.ts';
import { sampleConfig } from './sample-config.ts';
import { sampleModel } from './sample-model.ts';
import { seededNumbers } from './seeded-numbers.ts';

const none = { 'network.dropout': 0, 'optimizer.weightDecay': 0, inputNoise: 0, l1: 0 };
const variants = [
  { title: 'too small', parameterCount: 7, train: 0.31, validation: 0.36, own: none, wiggle: 0 },
  { title: 'about right', parameterCount: 49, train: 0.05, validation: 0.08, own: none, wiggle: 0.04 },
  { title: 'too large', parameterCount: 16_897, train: 0.001, validation: 0.29, own: none, wiggle: 0.5 },
  {
    title: 'too large, regularized',
    parameterCount: 16_897,
    train: 0.05,
    validation: 0.09,
    own: {},
    wiggle: 0.07,
  },
] as const;

/** Sample report of four networks on the curve, with one step per epoch. */
export function sampleCurves(epochs = 3000): ReportData {
  return toys(
    'curve-regression',
    'a curve through 30 noisy points, by four networks',
    epochs,
    30,
    false,
    curvePicture,
  );
}

/** Sample report of four networks on the two moons, with one step per epoch. */
export function sampleMoons(epochs = 1000): ReportData {
  return toys('moons', 'two noisy half-moons, by four networks', epochs, 100, true, boundaryPicture);
}

function toys(
  recipe: string,
  summary: string,
  epochs: number,
  trainCount: number,
  classes: boolean,
  picture: (wiggle: number) => ModelReport['picture'],
): ReportData {
  const config = {
    ...sampleConfig,
    recipe,
    epochs,
    batchSize: trainCount,
    'optimizer.learningRate': 1e-2,
    'optimizer.weightDecay': 0.3,
    'schedule.warmupSteps': 0,
    validationSize: 500,
    trainSize: trainCount,
  };
  const models = variants.map(({ own, wiggle, ...variant }, i) => ({
    ...sampleModel({
      ...variant,
      config: { ...config, ...own },
      epochs,
      stepsPerEpoch: 1,
      learningRate: 1e-2,
      warmupSteps: 0,
      start: 0.9,
      classes,
      seed: i,
    }),
    picture: picture(wiggle),
    ...(classes && {
      confusion: [
        [950 - 60 * i, 50 + 60 * i],
        [20 + 9 * i, 980 - 9 * i],
      ],
      mistakes: [],
    }),
  }));
  return {
    recipe,
    summary,
    config,
    ...(classes && { classNames: ['upper moon', 'lower moon'] }),
    trainCount,
    validationCount: 500,
    testCount: 2000,
    trainedSeconds: 14.2,
    ended: 'finished',
    backend: 'wasm',
    models,
  };
}

function curvePicture(wiggle: number): CurvePicture {
  const random = seededNumbers(21);
  const truth = (x: number): number => Math.sin(3 * x) + 0.5 * x;
  const scattered = (count: number) =>
    Array.from({ length: count }, () => {
      const x = 2 * random() - 1;
      return [x, truth(x) + 0.25 * (random() + random() + random() - 1.5) * 2] as const;
    });
  const at = Array.from({ length: 201 }, (_, i) => -1 + i / 100);
  return {
    kind: 'curve',
    train: scattered(30),
    validation: scattered(200),
    truth: at.map((x) => [x, truth(x)] as const),
    fit: at.map(
      (x) =>
        [
          x,
          (wiggle === 0 ? 1.1 * Math.tanh(1.5 * x) : truth(x)) + wiggle * Math.sin(31 * x + 4 * x * x),
        ] as const,
    ),
  };
}

function boundaryPicture(wiggle: number): BoundaryPicture {
  const [columns, rows] = [96, 72];
  const [xRange, yRange] = [[-2, 3] as const, [-1.75, 2.25] as const];
  const random = seededNumbers(33);
  const noise = (): number => 0.45 * (random() + random() + random() - 1.5);
  const points = Array.from({ length: 100 }, (_, i) => {
    const angle = Math.PI * random();
    return i % 2 === 0
      ? ([Math.cos(angle) + noise(), Math.sin(angle) + noise(), 0] as const)
      : ([1 - Math.cos(angle) + noise(), 0.5 - Math.sin(angle) + noise(), 1] as const);
  });
  const bytes = Uint8Array.from({ length: columns * rows }, (_, i) => {
    const x = xRange[0] + (5 * ((i % columns) + 0.5)) / columns;
    const y = yRange[0] + (4 * (Math.floor(i / columns) + 0.5)) / rows;
    const bend =
      wiggle === 0 ? 0.25 * x : 0.25 + 0.7 * Math.sin(2 * (x - 0.5)) * Math.exp(-((x - 0.5) ** 2) / 2);
    const score = (bend - y) * (4 + 30 * wiggle) + 9 * wiggle * Math.sin(5 * x) * Math.cos(6 * y);
    return Math.round(255 / (1 + Math.exp(-score)));
  });
  return {
    kind: 'boundary',
    points,
    xRange,
    yRange,
    columns,
    rows,
    probabilities: Buffer.from(bytes).toString('base64'),
  };
}
