import { isTensor, type Tensor, ValueError } from '@regopt/tensor';
import { snakeCase } from './snake-case.ts';

/** A tensor that a layer holds: a parameter if gradients are wanted for it, else a buffer. */
export interface HeldTensor {
  /** Where it was found first. */
  readonly name: string;
  readonly tensor: Tensor;
  /** Where it was found again: tied weights have several names. */
  readonly aliases: readonly string[];
}

/**
 * The tensors below `root`, each once, in the order of the fields. Arrays, Maps, plain objects and whatever has a
 * `forward` function are entered; private `#fields` and objects of other classes are not seen.
 */
export function walk(operation: string, root: object): HeldTensor[] {
  const found = new Map<Tensor, { name: string; tensor: Tensor; aliases: string[] }>();
  const names = new Set<string>();
  const path = new Set<object>();

  const enter = (value: unknown, name: string): void => {
    if (isTensor(value)) {
      take(value, name);
      return;
    }
    // What leads back to itself, such as a link to a parent, is being walked already.
    if (!isContainer(value) || path.has(value)) return;
    path.add(value);
    for (const [key, entry] of value instanceof Map ? value : Object.entries(value)) {
      enter(entry, name === '' ? snakeCase(String(key)) : `${name}.${snakeCase(String(key))}`);
    }
    path.delete(value);
  };

  const take = (tensor: Tensor, name: string): void => {
    if (names.has(name)) {
      throw new ValueError(`${operation}: two fields are both named ${name} in snake_case. Rename one.`);
    }
    names.add(name);
    if (tensor.node !== undefined) {
      throw new ValueError(
        `${operation}: field ${name} holds a tensor that was computed from parameters. Keep it in a private #field.`,
      );
    }
    const known = found.get(tensor);
    if (known === undefined) found.set(tensor, { name, tensor, aliases: [] });
    else known.aliases.push(name);
  };

  if (!isContainer(root)) {
    throw new ValueError(
      `${operation}: takes a layer, or layers in an array or object, got ${describe(root)}.`,
    );
  }
  enter(root, '');
  return [...found.values()];
}

function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  if (Array.isArray(value) || value instanceof Map) return true;
  if (typeof (value as { forward?: unknown }).forward === 'function') return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (isTensor(value)) return 'a tensor';
  return typeof value === 'object' && value !== null
    ? `an object of class ${value.constructor.name} without forward()`
    : String(value);
}
