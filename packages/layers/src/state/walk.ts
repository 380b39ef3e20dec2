import { isTensor, type Tensor, ValueError } from '@regopt/tensor';
import type { Layer } from '../layer.ts';
import { snakeCase } from './snake-case.ts';

/**
 * The tensors below `root` by name, in the order of the fields; one that is held twice stands under each of its names.
 * Arrays, Maps, plain objects and whatever has a `forward` function are entered; private `#fields` and objects of other
 * classes are not seen.
 *
 * A field of a class is named by {@link snakeCase}, a key of an array, Map or plain object as it is, and what stands in a
 * layer's `stateNames` as that says.
 */
export function walk(operation: string, root: object): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
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
      const own = nameOf(value, String(key));
      enter(entry, name === '' || own === '' ? name + own : `${name}.${own}`);
    }
    path.delete(value);
  };

  const take = (tensor: Tensor, name: string): void => {
    if ((found.get(name) ?? tensor) !== tensor) {
      throw new ValueError(
        `${operation}: two tensors are named "${name}". Rename a field, or name it in the layer's stateNames.`,
      );
    }
    found.set(name, tensor);
    if (tensor.node !== undefined) {
      throw new ValueError(
        `${operation}: field ${name} holds a tensor that was computed from parameters. Keep it in a private #field.`,
      );
    }
  };

  if (!isContainer(root)) {
    throw new ValueError(
      `${operation}: takes a layer, or layers in an array or object, got ${describe(root)}.`,
    );
  }
  enter(root, '');
  return found;
}

/** What a container's key adds to the names below it; '' adds nothing. */
function nameOf(container: object, key: string): string {
  const { stateNames } = container as Layer;
  if (isLayer(container) && stateNames !== undefined && Object.hasOwn(stateNames, key))
    return stateNames[key]!;
  return isKeyed(container) ? key : snakeCase(key);
}

/** Whether it is no instance of a class but a collection, whose keys are data. */
function isKeyed(container: object): boolean {
  if (Array.isArray(container) || container instanceof Map) return true;
  const prototype: unknown = Object.getPrototypeOf(container);
  return prototype === Object.prototype || prototype === null;
}

function isLayer(value: object): value is Layer {
  return typeof (value as Partial<Layer>).forward === 'function';
}

function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  return isLayer(value) || isKeyed(value);
}

function describe(value: unknown): string {
  if (isTensor(value)) return 'a tensor';
  return typeof value === 'object' && value !== null
    ? `an object of class ${value.constructor.name} without forward()`
    : String(value);
}
