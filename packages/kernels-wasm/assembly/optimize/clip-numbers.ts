/** The numbers of clipFactor, before the sizes. */
@unmanaged export class ClipNumbers {
  count: f64;
  maxNorm: f64;
  more: f64;
}
