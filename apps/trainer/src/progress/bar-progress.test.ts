import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { barProgress } from './bar-progress.ts';

/** A terminal of 80 columns that records its output. */
function terminal(): Writable & { text: string } {
  const stream = new Writable({
    write(chunk, _, done) {
      stream.text += chunk;
      done();
    },
  }) as Writable & { text: string };
  return Object.assign(stream, { text: '', isTTY: true, columns: 80 });
}

const state = {
  epoch: 12,
  epochs: 12,
  step: 99,
  totalSteps: 100,
  stepsPerSecond: 12345,
  loss: 0.1234,
  accuracy: 0.9876,
  learningRate: 1.5e-3,
};

describe('the bar', () => {
  it('shows epoch, pace, loss, accuracy and rate within 80 columns', () => {
    const output = terminal();
    const progress = barProgress(output);
    progress.start('a network', 100, 0);
    progress.update(state);
    progress.line('an epoch has ended');
    progress.stop();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is steered by
    const drawn = output.text.split(/\x1b\[[0-9;?]*[A-Za-z]|\x1b[78]|\n/).map((part) => part.trim());
    const bar = drawn.find((part) => part.startsWith('12/12'))!;
    expect(bar).toMatch(/^12\/12 \|.{10}\| 12345 step\/s ETA .* loss 0\.1234 acc 0\.9876 lr 1\.5e-3$/);
    expect(bar.length).toBeLessThanOrEqual(80);
  });

  it('keeps every line, including the last', () => {
    const output = terminal();
    const progress = barProgress(output);
    progress.start('a network', 2, 0);
    for (const text of ['first line', 'last line']) progress.line(text);
    progress.stop();
    expect(output.text).toContain('training a network: 2 steps\n');
    expect(output.text).toContain('first line\n');
    expect(output.text).toContain('last line\n');
  });

  it('begins in the middle for a run that goes on', () => {
    const output = terminal();
    const progress = barProgress(output);
    progress.start('a network', 100, 50);
    progress.stop();
    expect(output.text).toContain('training a network: 100 steps, from step 50 on\n');
    expect(output.text).toContain('\u2588\u2588\u2588\u2588\u2588\u2591\u2591\u2591\u2591\u2591');
  });
});
