import { refuse } from './refuse.ts';
import { requireWhole } from './require-whole.ts';

/** Gives back a copy, so that a caller who goes on using the array does not move the milestones. */
export function requireMilestones(op: string, milestones: readonly number[]): readonly number[] {
  if (!Array.isArray(milestones)) refuse(op, 'milestones', 'an array of steps', milestones);
  milestones.forEach((milestone, i) => {
    requireWhole(op, { [`milestones[${i}]`]: milestone });
    if (i > 0 && milestone <= milestones[i - 1]) refuse(op, 'milestones', 'strictly increasing', milestones);
  });
  return [...milestones];
}
