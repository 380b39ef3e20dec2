import { describe, expect, it } from 'vitest';
import { commandOf } from './regopt-command.ts';

describe('the command in advice', () => {
  it('is the script of pnpm in a clone, and regopt elsewhere', () => {
    const agent = { npm_config_user_agent: 'pnpm/10.34.9 npm/? node/v24.0.0 linux x64' };
    expect(commandOf({ ...agent, npm_lifecycle_event: 'regopt' })).toBe('npx --yes pnpm@10.34.9 regopt');
    expect(commandOf({ ...agent, npm_lifecycle_event: 'start' })).toBe('npx --yes pnpm@10.34.9 regopt');
    expect(commandOf({ ...agent, npm_lifecycle_event: 'test' })).toBe('regopt');
    expect(commandOf({})).toBe('regopt');
  });
});
