import { defineKernel } from '@regopt/tensor';

/** `addInPlace [x, y] n`: x += y. */
export const addInPlaceKernel = /* @__PURE__ */ defineKernel({ builtIn: 'addInPlace' }, ([x, y], [n]) => {
  for (let i = 0; i < n!; i++) x![i]! += y![i]!;
});
