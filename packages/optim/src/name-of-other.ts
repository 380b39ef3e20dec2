import type { Backend } from '@regopt/tensor';

/** How an error that has named one back end names the other: two of one kind have the same name. */
export function nameOfOther(other: Backend, named: Backend): string {
  return other.name === named.name ? 'another of that name' : other.name;
}
