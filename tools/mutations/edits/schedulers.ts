import type { Edit } from '../edit.ts';

export const schedulersEdits: readonly Edit[] = [
  {
    name: 'schedulers/plateau-epsilon',
    breaks: 'a fall of just epsilon is made',
    file: 'packages/schedulers/src/reduce-on-plateau.ts',
    find: 'rate - reduced > epsilon',
    put: 'rate - reduced >= epsilon',
    tests: ['schedulers'],
  },
  {
    name: 'schedulers/milestones-not-copied',
    breaks: 'changing the list of milestones changes the schedule',
    file: 'packages/schedulers/src/check.ts',
    find: 'return [...milestones]',
    put: 'return milestones',
    tests: ['schedulers'],
  },
  {
    name: 'schedulers/warmup-target',
    breaks: 'the warmup rises to a rate that falls meanwhile',
    file: 'packages/schedulers/src/linear-warmup.ts',
    find: 'mix(from, schedule(0), step / steps)',
    put: 'mix(from, schedule(step), step / steps)',
    tests: ['schedulers'],
  },
  {
    name: 'schedulers/rate-0-grows',
    breaks: 'a rate of 0 becomes NaN where gamma^step is infinite',
    file: 'packages/schedulers/src/portable-math.ts',
    find: 'rate === 0 ? 0 : rate *',
    put: 'rate *',
    tests: ['schedulers'],
  },
  {
    name: 'schedulers/plateau-warns-once',
    breaks: 'the warning of a negative metric comes at each observation',
    file: 'packages/schedulers/src/reduce-on-plateau.ts',
    find: '    warned = true;\n',
    put: '',
    tests: ['schedulers'],
  },
];
