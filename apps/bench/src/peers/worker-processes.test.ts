import { describe, expect, it } from 'vitest';
import { WorkerProcesses } from './worker-processes.ts';

describe('the worker processes', () => {
  it('are one for each command, environment and use', async () => {
    const processes = new WorkerProcesses();
    const command = { command: process.execPath, args: ['-e', 'process.stdin.resume()'], env: process.env };
    const first = processes.get(command);
    expect(processes.get({ ...command })).toBe(first);
    expect(processes.get({ ...command, env: { ...process.env, ATEN_CPU_CAPABILITY: 'avx2' } })).not.toBe(
      first,
    );
    expect(processes.get(command, 'main')).not.toBe(first);
    await processes.close();
    expect(processes.get(command)).not.toBe(first);
    await processes.close();
  });
});
