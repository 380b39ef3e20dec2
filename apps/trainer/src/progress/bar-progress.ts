import cliProgress from 'cli-progress';
import { type Progress, type ProgressState, startLine } from './progress.ts';

/** Fits into 80 columns up to 99,999 steps per second. */
const format = '{epochs} |{bar}| {speed} step/s ETA {eta_formatted} loss {loss} acc {accuracy} lr {rate}';

const blank = { epochs: '', speed: '-', loss: '-', accuracy: '-', rate: '-' };

/** A progress bar on the last line of a terminal, redrawn in place; finished lines stay above it. */
export function barProgress(output: NodeJS.WritableStream): Progress {
  const bar = new cliProgress.SingleBar(
    { format, stream: output, hideCursor: true, clearOnComplete: true, barsize: 10, fps: 10, etaBuffer: 200 },
    cliProgress.Presets.shades_classic,
  );
  let total = 0;
  let step = 0;
  let shown = blank;
  return {
    start(title, totalSteps, from) {
      output.write(startLine(title, totalSteps, from));
      total = totalSteps;
      step = from;
      bar.start(total, step, shown);
    },
    update(state) {
      step = state.step;
      shown = fields(state);
      bar.update(step, shown);
    },
    line(text) {
      // The bar remembers its place on the screen: stop it, write the line, and start it again below.
      bar.stop();
      output.write(`${text}\n`);
      bar.start(total, step, shown);
    },
    stop() {
      bar.stop();
    },
  };
}

function fields(state: ProgressState): typeof blank {
  return {
    epochs: `${state.epoch}/${state.epochs}`,
    speed: state.stepsPerSecond.toFixed(0),
    loss: state.loss.toFixed(4),
    accuracy: state.accuracy === undefined ? '-' : state.accuracy.toFixed(4),
    rate: state.learningRate.toExponential(1),
  };
}
