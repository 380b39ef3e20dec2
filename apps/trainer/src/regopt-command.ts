/**
 * How this program is called, for advice to the user: a clone has no `regopt` on the path, but a script of
 * pnpm.
 */
export const regoptCommand = commandOf(process.env);

/** @param environment the variables that pnpm sets for its scripts */
export function commandOf(environment: NodeJS.ProcessEnv): string {
  const [, version] = /^pnpm\/(\S+)/.exec(environment['npm_config_user_agent'] ?? '') ?? [];
  const ofClone = ['regopt', 'start'].includes(environment['npm_lifecycle_event'] ?? '');
  return ofClone && version !== undefined ? `npx --yes pnpm@${version} regopt` : 'regopt';
}
