import { execFile } from 'node:child_process';

export interface RunCommandOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** What a command printed; an error with all of it where the command fails. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: RunCommandOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26, ...options }, (error, stdout, stderr) => {
      if (error)
        reject(new Error(`${command} ${args.join(' ')} ended with ${error.code}:\n${stdout}${stderr}`));
      else resolve(stdout);
    });
  });
}
