import type { StorageLike } from '../backend/backend.ts';
import { runtime } from '../backend/runtime.ts';

/**
 * Toggles a tensor on `storage` in the runtime's hashes of those that require gradients. Returns its number;
 * pass 0 for a new one.
 */
export function noteSwitch(storage: StorageLike, number: number): number {
  const state = runtime();
  const own = number > 1 ? number : ++state.switched + 1;
  // MurmurHash3's finalizer is a bijection: different tensors never cancel in the XOR.
  const mixed = Math.imul(own ^ (own >>> 16), 0x85ebca6b);
  const twice = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  const hash = twice ^ (twice >>> 16);
  state.wanting ^= hash;
  state.wantingOf.set(storage, hash ^ (state.wantingOf.get(storage) ?? 0));
  return own;
}
