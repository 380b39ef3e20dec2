import { integerAt, readIntegers } from '../args';

/** The numbers of a pooling kernel, in order. */
@unmanaged export class Window {
  planes: i32;
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
}

const WINDOW_NUMBERS: i32 = <i32>(offsetof<Window>() >> 2);

/** Reads the numbers into memory at `at`; `tensors` is the kernel's number of tensors. */
export function windowAt(args: usize, tensors: i32, at: usize): Window {
  readIntegers(args, tensors, WINDOW_NUMBERS, at);
  return changetype<Window>(at);
}

/** Whether an average counts the padding as elements of a window: the number after those of Window. */
// @ts-ignore: decorator
@inline export function countsPadding(args: usize, tensors: i32): bool {
  return integerAt(args, tensors, WINDOW_NUMBERS) != 0;
}

/** True for adjacent 2 x 2 windows without padding: the common case, which has its own loops. */
export function isHalving(w: Window): bool {
  const twos = w.kernelHeight == 2 && w.kernelWidth == 2 && w.strideHeight == 2 && w.strideWidth == 2;
  return twos && w.padHeight == 0 && w.padWidth == 0;
}
