import { integerAt } from '../args';

/** The numbers of the convolution kernels, in order; x is NCHW, w is [O, C / groups, KH, KW]. */
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

  /** Reads the numbers of a kernel with this many tensors into the 64 bytes at `area`. */
  static read(args: usize, tensors: i32, area: usize): Geometry {
    for (let i = 0; i < 16; i++) store<i32>(area + (<usize>i << 2), integerAt(args, tensors, i));
    return changetype<Geometry>(area);
  }
}
