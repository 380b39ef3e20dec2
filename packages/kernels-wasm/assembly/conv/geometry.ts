import { integerAt, readIntegers } from '../args';

/** The numbers of a convolution and of its gradients, in order. x is NCHW, w is [O, C / groups, KH, KW]. */
@unmanaged export class Geometry {
  batch: i32;
  channels: i32;
  height: i32;
  width: i32;
  outputs: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  outHeight: i32;
  outWidth: i32;
  strideH: i32;
  strideW: i32;
  padH: i32;
  padW: i32;
  dilationH: i32;
  dilationW: i32;
  groups: i32;

  /** Reads the numbers of a kernel with this many tensors into memory at `area`. */
  static read(args: usize, tensors: i32, area: usize): Geometry {
    readIntegers(args, tensors, GEOMETRY_NUMBERS, area);
    return changetype<Geometry>(area);
  }
}

const GEOMETRY_NUMBERS: i32 = <i32>(offsetof<Geometry>() >> 2);

/** The activation's code, which follows the numbers of Geometry in a convolution's forward kernels. */
// @ts-ignore: decorator
@inline export function activationAt(args: usize, tensors: i32): i32 {
  return integerAt(args, tensors, GEOMETRY_NUMBERS);
}
