import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { windowsCommand } from './windows.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-windows-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'windows.yaml');
writeFileSync(
  file,
  `recurring:
  - {changeId: nightly, reason: Patches, days: [mon], from: 02:00, for: 1h, timeZone: Europe/Berlin, namespaces: [shop]}
  - {changeId: other, reason: Patches, days: [mon], from: 02:00, for: 1h, timeZone: UTC, clusters: [staging]}
`,
);

async function windows(...args: readonly string[]): Promise<string> {
  let printed = '';
  const command = windowsCommand({ print: (text) => (printed += text), env: {}, clock: () => Date.UTC(2026, 5, 1) });
  await command.exitOverride().parseAsync(args, { from: 'user' });
  return printed;
}

describe('plumbline windows', () => {
  it('says what is open at a time and what comes next', async () => {
    expect(await windows(file)).toBe(`2 windows in ${file}; for cluster prod at 2026-06-01T00:00:00Z:
open  2026-06-01T00:00:00Z to 2026-06-01T01:00:00Z  nightly  shop: Patches
next  2026-06-08T00:00:00Z to 2026-06-08T01:00:00Z  nightly  shop: Patches
`);
    expect(await windows(file, '--cluster', 'staging', '--at', '2026-10-26T00:30:00Z')).toContain(
      'next  2026-10-26T01:00:00Z to 2026-10-26T02:00:00Z  nightly',
    );
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no file', [], /windows: name a file, or set windows\.file/],
    ['a file that is not there', [join(folder, 'none.yaml')], /file: .*none\.yaml cannot be read \(ENOENT\)/],
    ['a time that is none', [file, '--at', 'tomorrow'], /--at: "tomorrow" is not a time; write one such as/],
  ])('refuses %s', async (_claim, args, message) => {
    await expect(windows(...args)).rejects.toThrow(message);
  });
});
