import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);

it('a metric name is spelled out in the contract only; everyone else refers to it', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter(
      (file) =>
        file !== '' &&
        !file.startsWith('exporter/contract/') &&
        !file.endsWith('.test.ts') &&
        !file.startsWith('test/'),
    );
  const offenders = files.filter((file) => /['"`]kspm_/.test(readFileSync(new URL(file, root), 'utf8')));
  expect(offenders).toEqual([]);
});
