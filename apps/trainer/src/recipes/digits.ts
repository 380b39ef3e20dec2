import { type Dataset, split } from '@regopt/data';
import { loadMnist } from '@regopt/data/node';
import type { Config } from '../config/config.ts';
import { OptionError } from '../config/option-error.ts';
import type { RecipeData } from './recipe.ts';

/** Mean and standard deviation of MNIST's 60,000 training images, in the scale 0..1. */
const normalize = { mean: 0.1307, standardDeviation: 0.3081 };

/**
 * MNIST, or a folder with files of the same names (such as Fashion-MNIST): 60,000 training images, some of
 * them held out for validation, and 10,000 test images.
 */
export async function loadDigits(config: Config, flatten: boolean): Promise<RecipeData> {
  const { train: all, test } = await loadMnist(config.dataDir ?? undefined);
  const [train, validation] = holdOut(all, config);
  return {
    train,
    validation,
    test,
    normalize,
    flatten,
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
  };
}

function holdOut(all: Dataset, { trainSize, validationSize, seed }: Config): [Dataset, Dataset] {
  const count = all.inputs.shape[0]!;
  const rest = count - validationSize;
  if (rest < 1) {
    throw new OptionError(
      ['validationSize'],
      ` ${validationSize} leaves none of the ${count} examples to learn from`,
    );
  }
  const learned = trainSize ?? rest;
  if (learned > rest) {
    throw new OptionError(
      ['trainSize'],
      ` ${learned} and a validation set of ${validationSize} are more than the ${count} examples`,
    );
  }
  const unused = rest - learned;
  const [train, validation] = split(all, {
    counts: [learned, validationSize, ...(unused > 0 ? [unused] : [])],
    seed,
  });
  return [train, validation];
}
