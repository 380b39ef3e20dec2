/** The signals that stop a run, with the exit codes that shells give to them. */
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

type StopSignal = keyof typeof exitCodes;
const signals = Object.keys(exitCodes) as StopSignal[];

/**
 * Milliseconds in which further signals count as the same: a script runner repeats the Ctrl-C that the
 * terminal has sent to all processes, and a service manager sends SIGHUP after SIGTERM.
 */
const repetition = 500;

/**
 * Catches the first stop signal; a second one ends the process at once.
 *
 * @param stop called with the exit code of the signal
 */
export function onStopSignal(stop: (exitCode: number) => void): void {
  let caught = false;
  const handle = (signal: StopSignal): void => {
    if (caught) return;
    caught = true;
    // Without a handler, the system ends the process, whatever it is doing.
    setTimeout(() => {
      for (const each of signals) process.off(each, handle);
    }, repetition).unref();
    stop(exitCodes[signal]);
  };
  for (const signal of signals) process.on(signal, handle);
}
