import { add, backward, binaryCrossEntropyWithLogits, noGrad } from '@regopt/autograd';
import { LeakyRelu, Linear, parameters, Sequential } from '@regopt/layers';
import { adam } from '@regopt/optim';
import { compile, createGenerator, normal, ones, scope, type Tensor, zeros } from '@regopt/tensor';

/**
 * Trains a generative adversarial network on numbers with mean 4 and standard deviation 0.5: two models and
 * two optimizers, whose steps take turns. Returns a function that draws as the trained generator does.
 */
export function trainGan(steps: number, seed: number): (count: number) => Tensor {
  const generator = createGenerator(seed);
  const network = (inputs: number) =>
    new Sequential(
      new Linear(inputs, 16, { generator }),
      new LeakyRelu({ slope: 0.2 }),
      new Linear(16, 16, { generator }),
      new LeakyRelu({ slope: 0.2 }),
      new Linear(16, 1, { generator }),
    );
  const [maker, judge] = [network(2), network(1)];
  const makers = adam(parameters(maker), { learningRate: 1e-3, betas: [0.5, 0.999] });
  const judges = adam(parameters(judge), { learningRate: 1e-3, betas: [0.5, 0.999] });
  const make = (count: number) => maker.forward(normal([count, 2], generator));
  const lossOf = (samples: Tensor, isReal: boolean) =>
    binaryCrossEntropyWithLogits(judge.forward(samples), (isReal ? ones : zeros)(samples.shape));

  const step = compile(() => {
    const real = normal([64, 1], generator, { mean: 4, standardDeviation: 0.5 });
    const made = noGrad(() => make(64)); // no gradient to the maker
    judges.step(backward(add(lossOf(real, true), lossOf(made, false))));
    // Only the maker's gradients: the judge stays as it is.
    makers.step(backward(lossOf(make(64), true), { parameters: parameters(maker) }));
  });
  for (let i = 0; i < steps; i++) step();
  step.dispose();
  return (count) => scope(() => noGrad(() => make(count)));
}
