import type { Generator, Shape, Tensor } from '@regopt/tensor';
import type { FloatDType, Layer } from '../layer.ts';

/** The battery's arguments for the functions that make a layer or an input. */
export interface LayerSetting {
  readonly generator: Generator;
  readonly dtype: FloatDType;
}

/** One way to make a layer, and what is known of it. */
export interface LayerVariant {
  /** The end of a sentence: `with a bias`. */
  readonly title: string;
  create(setting: LayerSetting): Layer;
  /** The shape of an input, which is then normal numbers, or what makes one. */
  readonly input: Shape | ((setting: LayerSetting) => Tensor);
  readonly output: Shape;
  /** The names in the state dict, PyTorch's, in order; none by default. */
  readonly state?: readonly string[];
  /** Whether training draws random numbers. Default false. */
  readonly random?: boolean;
}

/** A layer and all that the battery must know to put it to the test. */
export interface LayerUnderTest {
  readonly variants: readonly LayerVariant[];
  /**
   * Makes a layer from the options of a golden case, which are of type `never` so that each fits where it is
   * handed on. Outside of this repository there are no such files.
   */
  readonly golden?: (options: Readonly<Record<string, never>>, setting: LayerSetting) => Layer;
  /** Bad input: a sentence, the call, and the message that it gives. */
  readonly errors?: readonly (readonly [title: string, call: () => unknown, message: string])[];
}
