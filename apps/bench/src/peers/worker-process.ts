import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { WorkerCommand } from './worker-command.ts';

type Answer = Readonly<Record<string, unknown>>;

/** A worker in its own process: one line of JSON per message, one question at a time. */
export class WorkerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<void>;
  #waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  #failure: Error | undefined;
  #lastWords = '';

  constructor({ command, args, env }: WorkerCommand) {
    this.#child = spawn(command, args, { env, stdio: 'pipe' });
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#take(line));
    createInterface({ input: this.#child.stderr }).on('line', (line) => {
      // Keeps the line of a stack trace that names the error: it is the last one in Python, but not in Node.
      if (/^\w*Error\b/.test(line)) this.#lastWords = line;
    });
    // The end of a process is reported by 'close', or by 'error' if it could not start.
    this.#child.stdin.on('error', () => undefined);
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', (error) => {
        this.#fail(error);
        resolve();
      });
      this.#child.on('close', (code, signal) => {
        this.#fail(new Error(this.#lastWords || `the worker ended with ${signal ?? `exit code ${code}`}`));
        resolve();
      });
    });
  }

  get alive(): boolean {
    return this.#failure === undefined;
  }

  /** Asks a question and returns the answer; throws the worker's own message if it fails or ends. */
  async ask(question: object): Promise<Answer> {
    if (this.#failure) throw this.#failure;
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    });
    if (typeof answer['error'] === 'string') throw new Error(answer['error']);
    return answer;
  }

  /** Closes the worker's input, which ends it. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended;
  }

  #take(line: string): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    try {
      waiting?.resolve(JSON.parse(line));
    } catch {
      waiting?.reject(
        new Error(`the worker answered ${JSON.stringify(line.slice(0, 80))}, which is not JSON`),
      );
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting?.reject(this.#failure);
    this.#waiting = undefined;
  }
}
