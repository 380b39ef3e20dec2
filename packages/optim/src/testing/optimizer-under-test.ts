import type { Optimizer } from '../optimizer.ts';
import type { ParameterSource } from '../parameter-groups.ts';
import type { RuleSettings } from '../update-rule.ts';

/**
 * How near to the minimum, in the largest coordinate, a problem is solved in f64, and after how many steps.
 */
export interface Reach {
  readonly learningRate: number;
  readonly steps: number;
  readonly distance: number;
}

/** One way to set a rule's options, and what it must reach with them. */
export interface OptimizerVariant {
  readonly options: object;
  readonly parabola: Reach;
  readonly rosenbrock: Reach;
}

/**
 * A row of the table of optimizers: an update rule and all that the battery must know to put it to the test.
 */
export interface OptimizerUnderTest {
  readonly name: string;
  create(parameters: ParameterSource<RuleSettings>, options: object): Optimizer;
  /**
   * The golden file of the rule, below `tools/goldens`, without `.json`. Outside of this repository there is
   * none.
   */
  readonly golden?: string;
  readonly variants: readonly OptimizerVariant[];
}

/** Makes the optimizer of a row and a variant; `options` override those of the variant. */
export type Create = (parameters: Parameters<OptimizerUnderTest['create']>[0], options?: object) => Optimizer;
