import { ADDRESS_BYTES, NUMBER_BYTES } from '../abi';
import { ELEMENT_BLOCK, numbersAt } from '../args';
import { repeatsOf, shareParameters } from './repeats';

/**
 * The kernel of an update rule, [...tensors of Rule]... count, sizes...: `rule.step(start, end)` for this
 * thread's share of each parameter. `Rule` is a class laid over the addresses of one parameter's tensors: its
 * fields are those tensors in order, p first, the hyper numbers last, and `step` is the rule for the elements
 * [start, end). `hyper` is a class of f64 fields: the names, in order, that the rule's TypeScript passes to
 * `defineUpdateKernel`.
 */
// @ts-ignore: decorator
@inline export function update<Rule>(args: usize, thread: i32, threads: i32): void {
  const each = <i32>(offsetof<Rule>() / ADDRESS_BYTES);
  const sizes = numbersAt(args, repeatsOf(args, 0, each) * each) + NUMBER_BYTES;
  shareParameters<Update<Rule>>(args, 0, each, sizes, ELEMENT_BLOCK, thread, threads);
}

@unmanaged class Update<Rule> {
  @inline run(own: usize, start: i32, end: i32, _block: i32, _first: i32): void {
    changetype<Rule>(own).step(start, end);
  }
}
