import cliProgress from 'cli-progress';
import type { Progress, ProgressState } from './progress.ts';

const format =
  '{title} |{bar}| epoch {epochs} | {speed} step/s | ETA {eta_formatted} | loss {loss} | accuracy {accuracy} | lr {rate}';

/** A bar that is drawn again and again on one line of a terminal. */
export function barProgress(output: NodeJS.WritableStream): Progress {
  const bars = new cliProgress.MultiBar(
    { format, stream: output, hideCursor: true, barsize: 20, fps: 10, etaBuffer: 200 },
    cliProgress.Presets.shades_classic,
  );
  let bar: cliProgress.SingleBar | undefined;
  let title = '';
  return {
    start(name, totalSteps) {
      title = name;
      bar = bars.create(totalSteps, 0, {
        title,
        epochs: '',
        speed: '-',
        loss: '-',
        accuracy: '-',
        rate: '-',
      });
    },
    update(state) {
      bar?.update(state.step, { title, ...fields(state) });
    },
    line(text) {
      bars.log(`${text}\n`);
    },
    stop() {
      bar?.stop();
      bars.stop();
    },
  };
}

function fields(state: ProgressState): Record<string, string> {
  return {
    epochs: `${state.epoch}/${state.epochs}`,
    speed: state.stepsPerSecond.toFixed(0),
    loss: state.loss.toFixed(4),
    accuracy: state.accuracy === undefined ? '-' : state.accuracy.toFixed(4),
    rate: state.learningRate.toExponential(2),
  };
}
