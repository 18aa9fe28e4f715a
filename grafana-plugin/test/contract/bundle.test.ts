import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inCi } from '../../../test/tools/find.ts';

const dist = join(import.meta.dirname, '../../dist');
const isBuilt = existsSync(join(dist, 'module.js'));
if (!isBuilt && !inCi())
  process.stderr.write('SKIPPED the bundle: not built (npm run build --prefix grafana-plugin)\n');

/** What Grafana 13 gives to apps, of what an app of ours may ask for. */
const given = [
  '@emotion/css',
  '@emotion/react',
  '@grafana/data',
  '@grafana/data/unstable',
  '@grafana/runtime',
  '@grafana/runtime/unstable',
  '@grafana/ui',
  '@grafana/ui/unstable',
  'i18next',
  'lodash',
  'module',
  'moment',
  'react',
  'react-dom',
  'react-router',
  'react/jsx-runtime',
  'rxjs',
];

/** Bytes of what Grafana loads with each of its pages, whoever looks at it. */
const mostEager = 30 * 1024;

describe.skipIf(!isBuilt && !inCi())('the bundle', () => {
  const module = () => readFileSync(join(dist, 'module.js'), 'utf8');

  it('asks Grafana for nothing that it does not give', () => {
    const [, list = ''] = /\bdefine\((?:"[^"]*",)?\[([^\]]*)\]/.exec(module()) ?? [];
    const asked = [...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name);
    expect(asked).toContain('@grafana/runtime');
    expect(asked.filter((name) => !given.includes(name ?? ''))).toEqual([]);
  });

  it('leaves every page of Grafana that is not ours nearly as it was', () => {
    expect(Buffer.byteLength(module())).toBeLessThanOrEqual(mostEager);
  });

  it('tells its size', () => {
    const scripts = readdirSync(dist)
      .filter((name) => name.endsWith('.js'))
      .map((name) => ({ name, bytes: statSync(join(dist, name)).size, text: readFileSync(join(dist, name)) }))
      .sort((a, b) => b.bytes - a.bytes);
    const all = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
    const packed = scripts.reduce((sum, { text }) => sum + gzipSync(text).length, 0);
    const largest = scripts.slice(0, 3).map(({ name, bytes }) => `${name} ${kib(bytes)}`);
    process.stdout.write(
      `bundle: module.js ${kib(Buffer.byteLength(module()))} of ${kib(mostEager)}; ${scripts.length} scripts ${kib(all)}, gzip ${kib(packed)}; largest ${largest.join(', ')}\n`,
    );
    expect(scripts.length).toBeGreaterThan(1);
  });
});

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
