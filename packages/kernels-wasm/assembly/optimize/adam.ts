import { adamSteps } from './adam-step';

/** [p, m, v, g, hyper(f64)]... count, sizes...: one step of Adam, weight decay joined to the gradient */
export function adam_f32(args: usize, thread: i32, threads: i32): void {
  adamSteps(args, 5, false, thread, threads);
}

/** [p, m, v, vMax, g, hyper(f64)]... count, sizes...: the same with the largest second moment so far */
export function adamAmsgrad_f32(args: usize, thread: i32, threads: i32): void {
  adamSteps(args, 6, false, thread, threads);
}

/** [p, m, v, g, hyper(f64)]... count, sizes...: one step of AdamW, weight decay apart from the moments */
export function adamw_f32(args: usize, thread: i32, threads: i32): void {
  adamSteps(args, 5, true, thread, threads);
}

/** [p, m, v, vMax, g, hyper(f64)]... count, sizes...: the same with the largest second moment so far */
export function adamwAmsgrad_f32(args: usize, thread: i32, threads: i32): void {
  adamSteps(args, 6, true, thread, threads);
}
