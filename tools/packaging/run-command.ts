import { execFile } from 'node:child_process';

export interface RunCommandOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command and returns its output; throws all of the output if the command fails. */
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
