import { integerAt } from '../args';

/** The numbers of the pooling kernels after `planes`: H, W, OH, OW, KH, KW, strides, padding. */
@unmanaged export class Window {
  height: i32;
  width: i32;
  outHeight: i32;
  outWidth: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  padHeight: i32;
  padWidth: i32;
  planes: i32;
}

/** Reads the geometry into memory at `at`; `tensors` is the kernel's number of tensors. */
export function windowAt(args: usize, tensors: i32, at: usize): Window {
  const w = changetype<Window>(at);
  w.planes = integerAt(args, tensors, 0);
  w.height = integerAt(args, tensors, 1);
  w.width = integerAt(args, tensors, 2);
  w.outHeight = integerAt(args, tensors, 3);
  w.outWidth = integerAt(args, tensors, 4);
  w.kernelHeight = integerAt(args, tensors, 5);
  w.kernelWidth = integerAt(args, tensors, 6);
  w.strideHeight = integerAt(args, tensors, 7);
  w.strideWidth = integerAt(args, tensors, 8);
  w.padHeight = integerAt(args, tensors, 9);
  w.padWidth = integerAt(args, tensors, 10);
  return w;
}

/** True for adjacent 2 x 2 windows without padding: the common case, which has its own loops. */
export function isHalving(w: Window): bool {
  const twos = w.kernelHeight == 2 && w.kernelWidth == 2 && w.strideHeight == 2 && w.strideWidth == 2;
  return twos && w.padHeight == 0 && w.padWidth == 0;
}
