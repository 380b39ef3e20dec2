import { isAsynchronous } from '../check/is-asynchronous.ts';
import { valueText } from '../check/option-fault.ts';
import { RegoptError, ValueError } from '../errors.ts';
import { isTensor, type Tensor } from '../tensor/tensor.ts';

/** The return value of a step: one tensor, a list of tensors, tensors by name, or nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: a step that returns nothing is a function of type void.
export type StepResult = Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>> | undefined | void;

const plain: unknown[] = [Object.prototype, null];

/** The tensors of a step's result, in order. Throws ValueError if it contains anything else. */
export function tensorsOf(result: StepResult): readonly Tensor[] {
  if (result === undefined) return [];
  if (isAsynchronous(result))
    throw new RegoptError(
      'compile: the step is asynchronous. A step ends when the call does: await outside of it.',
    );
  const named = !isTensor(result) && result !== null && plain.includes(Object.getPrototypeOf(result));
  const list: readonly Tensor[] = named ? Object.values(result) : Array.isArray(result) ? result : [result];
  for (const value of list) {
    if (!isTensor(value))
      throw new ValueError(
        `compile: a step returns tensors, in a list or by name, or nothing, got ${valueText(value)}.`,
      );
  }
  return list;
}

/** A result of the same form with its tensors replaced by `tensors`, in order. */
export function withTensors<Result extends StepResult>(result: Result, tensors: readonly Tensor[]): Result {
  if (result === undefined) return result;
  if (isTensor(result)) return tensors[0] as Result;
  if (Array.isArray(result)) {
    const list: StepResult = tensors.slice();
    return list as Result;
  }
  const named: Record<string, Tensor> = {};
  let i = 0;
  for (const name in result) named[name] = tensors[i++]!;
  return named as Result;
}
