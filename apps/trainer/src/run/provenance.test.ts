import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { provenance, versions } from './provenance.ts';

function repository(): string {
  const folder = temporaryFolder();
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words], { cwd: folder });
  git('init', '-q');
  writeFileSync(join(folder, 'file'), 'a');
  git('add', 'file');
  git('commit', '-q', '-m', 'First');
  return folder;
}

describe('what made a run', () => {
  it('is noted: versions, machine, back end and date', () => {
    const noted = provenance('wasm (relaxed, 2 threads)', temporaryFolder());
    expect(noted).toMatchObject({
      backend: 'wasm (relaxed, 2 threads)',
      platform: `${process.platform} ${process.arch}`,
      versions: { node: process.version },
      git: null,
    });
    expect(noted.date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(noted.processors).toBeGreaterThan(0);
    expect(noted.cpu).not.toBe('');
  });

  it('has the commit of the folder, and whether files were changed since', () => {
    const folder = repository();
    const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim();
    expect(provenance('', folder).git).toEqual({ commit: head, changed: false });
    writeFileSync(join(folder, 'file'), 'b');
    expect(provenance('', folder).git).toEqual({ commit: head, changed: true });
  });

  it('has the version of every package of the trainer', () => {
    const { dependencies, version } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    const packages = Object.keys(dependencies).filter((name) => name.startsWith('@regopt/'));
    expect(Object.keys(versions())).toEqual(['@regopt/trainer', ...packages, 'node']);
    expect(versions()['@regopt/trainer']).toBe(version);
  });
});
