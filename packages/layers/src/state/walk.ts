import { isTensor, type Tensor, ValueError } from '@regopt/tensor';
import type { Layer } from '../layer.ts';
import { snakeCase } from './snake-case.ts';

/**
 * The tensors below `root` by name, in the order of the fields; a shared tensor appears under each of its
 * names. The walk enters arrays, Maps, plain objects and objects with a `forward` function; private `#fields`
 * and objects of other classes are ignored.
 *
 * A field of a class is named by {@link snakeCase}, or by its layer's `stateNames`; a key of an array, Map or
 * plain object is not changed.
 *
 * @param onLayer called for each place of a layer with the layer's name, before the layers inside it
 */
export function walk(
  operation: string,
  root: object,
  onLayer?: (layer: Layer, name: string) => void,
): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  const path = new Set<object>();

  const enter = (value: unknown, name: string): void => {
    if (isTensor(value)) {
      take(value, name);
      return;
    }
    // A cycle, such as a link to a parent: it is being walked already.
    if (!isContainer(value) || path.has(value)) return;
    if (onLayer !== undefined && isLayer(value)) onLayer(value, name);
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
        `${operation}: two tensors are named "${name}". ` +
          "Rename a field, or name it in the layer's stateNames.",
      );
    }
    found.set(name, tensor);
    if (tensor.node !== undefined) {
      throw new ValueError(
        `${operation}: field ${name} holds a tensor that was computed from parameters. ` +
          'Keep it in a private #field.',
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

/** The name of a container's key in the names below it; '' adds nothing. */
function nameOf(container: object, key: string): string {
  const { stateNames } = container as Layer;
  if (isLayer(container) && stateNames !== undefined && Object.hasOwn(stateNames, key))
    return stateNames[key]!;
  return isKeyed(container) ? key : snakeCase(key);
}

/** True for a collection, whose keys are data, as opposed to an instance of a class. */
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
