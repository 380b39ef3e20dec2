import { scaleLinear, scaleLog } from 'd3-scale';
import { formatNumber } from '../format/format-number.ts';

/** A chart's axis. Charts that the reader should compare share one. */
export interface Axis {
  /** Empty if the chart's title already says it. */
  readonly name: string;
  readonly kind: 'linear' | 'log';
  readonly domain: readonly [low: number, high: number];
  readonly ticks: readonly Tick[];
}

/** A labelled position on an axis. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** The appearance of an axis. */
export interface AxisOptions {
  readonly kind?: Axis['kind'];
  /** Approximate number of ticks. */
  readonly tickCount?: number;
  /** True to extend the ends to the next ticks. */
  readonly nice?: boolean;
  /** True for counts: only whole numbers get ticks. */
  readonly whole?: boolean;
  readonly format?: (value: number) => string;
}

/** An axis from `low` to `high`; both finite, and above 0 for a logarithmic one. */
export function chartAxis(name: string, low: number, high: number, options: AxisOptions = {}): Axis {
  const { kind = 'linear', tickCount = 5, nice = true, whole = false, format = formatNumber } = options;
  const scale = (kind === 'log' ? scaleLog() : scaleLinear()).domain(apart(low, high, kind));
  // Rounding a logarithmic axis to whole powers of ten could leave most of it empty.
  if (nice && kind === 'linear') scale.nice(tickCount);
  const [start, end] = scale.domain() as [number, number];
  const values = kind === 'log' ? logTicks(start, end) : scale.ticks(tickCount);
  const ticks = values.filter((value) => !whole || Number.isInteger(value));
  return { name, kind, domain: [start, end], ticks: ticks.map((value) => ({ value, text: format(value) })) };
}

/** A value's position between the ends of an axis, as 0..1. */
export function placeOn({ kind, domain: [low, high] }: Axis, value: number): number {
  if (kind === 'linear') return (value - low) / (high - low);
  // A loss of exactly 0 is below every logarithmic axis: it is drawn at a tenth of the axis's low end.
  return (Math.log(Math.max(value, low / 10)) - Math.log(low)) / (Math.log(high) - Math.log(low));
}

function apart(low: number, high: number, kind: Axis['kind']): [number, number] {
  if (high > low) return [low, high];
  if (kind === 'log') return [low / 2, low * 2];
  return low === 0 ? [0, 1] : [low - Math.abs(low) / 2, low + Math.abs(low) / 2];
}

function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low);
  const steps = decades > 4 ? [1] : decades > 2.5 ? [1, 3] : [1, 2, 5];
  // A diverged run spans dozens of powers of ten.
  const stride = Math.max(1, Math.ceil(decades / 6));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += stride) {
    for (const step of steps) {
      const value = Number(`${step}e${power}`);
      if (value >= low && value <= high) ticks.push(value);
    }
  }
  return ticks.length > 1 ? ticks : scaleLinear().domain([low, high]).ticks(4);
}
