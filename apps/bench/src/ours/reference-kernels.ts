import type { KernelReport } from '@regopt/tensor';

/** Kernels that ran as reference loops between two reports, sorted by name. */
export function referenceKernels(before: KernelReport, after: KernelReport): string[] {
  return Object.entries(after.reference)
    .filter(([name, count]) => count > (before.reference[name] ?? 0))
    .map(([name]) => name)
    .sort();
}
