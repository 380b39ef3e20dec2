import { defineKernel } from '../backend/kernel.ts';

/** `addInPlace [x, y] n`: x += y, both of one dtype and without holes. */
export const addInPlaceKernel = /* @__PURE__ */ defineKernel({ builtIn: 'addInPlace' }, ([x, y], [n]) => {
  for (let i = 0; i < n!; i++) x![i]! += y![i]!;
});
