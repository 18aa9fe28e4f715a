import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readManifests, readText, type ManifestFile } from './read-manifests.ts';

const pod = (name: string) => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  containers:
    - name: app
      image: app:1
`;
const podJson = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'app' }] },
});

/** Names of objects with their lines: `web:4`. */
const found = ({ observed }: ManifestFile) =>
  observed.map(({ object, source }) => `${object.metadata.name}:${source?.line}`);
const flaws = ({ problems }: ManifestFile) => problems.map(({ line, message }) => `${line}: ${message}`);
const read = (text: string, file = 'a.yaml') => readText(file, text);

describe('YAML', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['one document', pod('a'), ['a:1']],
    ['a comment and a marker first', `# hello\n---\n${pod('a')}`, ['a:3']],
    ['several documents', `${pod('a')}---\n${pod('b')}---\n${pod('c')}`, ['a:1', 'b:10', 'c:19']],
    ['empty documents between', `---\n---\n# nothing\n---\n${pod('a')}`, ['a:5']],
    ['an end marker without a new start', `${pod('a')}...\n${pod('b')}`, ['a:1', 'b:10']],
    ['a directive', `%YAML 1.1\n---\n${pod('a')}`, ['a:3']],
    ['lines that end in CRLF', `${pod('a')}---\n${pod('b')}`.replaceAll('\n', '\r\n'), ['a:1', 'b:10']],
    ['a marker within a block of text', `${pod('a')}\n# x\n`.replace('image: app:1', 'args: ["---"]'), ['a:1']],
    [
      'a top-level list',
      `- {${JSON.stringify(podJson('a')).slice(1)}\n- ${JSON.stringify(podJson('b'))}\n`,
      ['a:1', 'b:2'],
    ],
  ])('finds objects and lines in %s', (_what, text, objects) => {
    expect(found(read(text))).toEqual(objects);
    expect(read(text).problems).toEqual([]);
  });

  it('gives every item of a list its own line, and a typed list names the kind of its items', () => {
    const text = `apiVersion: v1
kind: PodList
items:
  - metadata: {name: a}
    spec: {containers: [{name: app}]}
  - metadata: {name: b}
    spec: {containers: [{name: app}]}
`;
    expect(found(read(text))).toEqual(['a:4', 'b:6']);
  });

  it('keeps the template that a Helm comment names', () => {
    const rendered = read(`---\n# Source: shop/templates/web.yaml\n${pod('web')}---\n${pod('plain')}`);
    expect(rendered.observed.map(({ source }) => source?.template)).toEqual(['shop/templates/web.yaml', undefined]);
  });

  it.each<readonly [string, string, RegExp]>([
    ['an open bracket', 'a: [1', /^10: not valid YAML/],
    ['a tab', 'a:\n\tb: 1', /^11: not valid YAML: tabs/],
    ['an unknown alias', 'a: *x', /^10: not valid YAML/],
    ['a template', '{{- if .Values.on }}\na: 1\n{{- end }}', /^10: this is a template/],
    ['a value that is a template', 'replicas: {{ .Values.replicas }}', /^10: this is a template/],
    ['nesting without end', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, /^10: values are nested too deeply/],
  ])('passes over %s, naming the line, and reads the documents around it', (_what, broken, flaw) => {
    const result = read(`${pod('a')}---\n${broken}\n---\n${pod('z')}`);
    expect(result.observed.map(({ object }) => object.metadata.name)).toEqual(['a', 'z']);
    expect(flaws(result)).toEqual([expect.stringMatching(flaw)]);
  });

  it('refuses aliases that multiply', () => {
    const levels = Array.from('bcdefghi', (name) => name).map(
      (name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(',')}]`,
    );
    const result = read(`a: &a [x,x,x,x,x,x,x,x,x]\n${levels.join('\n')}`);
    expect(flaws(result)).toEqual(['1: aliases multiply beyond reason']);
  });

  it('merges anchors as people use them', () => {
    const text =
      pod('a').replace('spec:', 'x-base: &base {privileged: true}\nspec:') +
      '      securityContext: {<<: *base, runAsUser: 1}\n';
    expect(read(text).observed[0]?.object['spec']).toMatchObject({
      containers: [{ securityContext: { privileged: true, runAsUser: 1 } }],
    });
  });

  it.each([
    ['yes', true],
    ['on', true],
    ['No', false],
    ['"yes"', 'yes'],
    ['0644', 420],
    ['22:22', '22:22'],
    ['2001-01-01', '2001-01-01'],
  ])('reads the plain scalar %s as kubectl does', (written, value) => {
    expect(read(`${pod('a')}  x: ${written}\n`).observed[0]?.object['spec']).toMatchObject({ x: value });
  });

  it('tells of a key that stands twice and judges the later value', () => {
    const result = read(`${pod('a')}  hostPID: false\n  hostPID: true\n`);
    expect(flaws(result)).toEqual([expect.stringMatching(/^10: a key stands twice/)]);
    expect(result.observed[0]?.object['spec']).toMatchObject({ hostPID: true });
  });
});

describe('JSON', () => {
  const twoLines = `${JSON.stringify(podJson('a'))}\n${JSON.stringify(podJson('b'))}\n`;
  it.each<readonly [string, string, readonly string[]]>([
    ['an object', JSON.stringify(podJson('a'), undefined, 2), ['a:1']],
    ['an array', `[\n${JSON.stringify(podJson('a'))},\n${JSON.stringify(podJson('b'))}]`, ['a:2', 'b:3']],
    [
      'a list',
      `{"kind":"List","apiVersion":"v1",\n"metadata":{"items":[1]},\n"items":[\n${JSON.stringify(podJson('a'))},\n${JSON.stringify(podJson('b'))}\n]}`,
      ['a:4', 'b:5'],
    ],
    ['one object per line', twoLines, ['a:1', 'b:2']],
    ['objects after each other', twoLines.replaceAll('\n', ''), ['a:1', 'b:1']],
    [
      'indented objects after each other',
      `${JSON.stringify(podJson('a'), undefined, 1)}\n${JSON.stringify(podJson('b'), undefined, 1)}`,
      ['a:1', 'b:15'],
    ],
  ])('finds objects and lines in %s', (_what, text, objects) => {
    expect(found(read(text, 'a.json'))).toEqual(objects);
    expect(found(read(text, '-'))).toEqual(objects);
  });

  it('passes over a broken value, naming the line without quoting it, and reads the others', () => {
    const secret = 'hunter2hunter2';
    const result = read(
      `${JSON.stringify(podJson('a'))}\n{"password": "${secret}" oops}\n${JSON.stringify(podJson('z'))}\n`,
      'a.json',
    );
    expect(found(result)).toEqual(['a:1', 'z:3']);
    expect(flaws(result)).toEqual([expect.stringMatching(/^2: not valid JSON/)]);
    expect(JSON.stringify(result.problems)).not.toContain(secret);
  });
});

describe('objects', () => {
  it('counts kinds outside the catalogue and documents that are no objects', () => {
    const crd = 'apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: x}\n';
    const result = read(`${crd}---\n${crd}---\nreplicas: 3\n---\n${pod('a')}`);
    expect([...result.unknownKinds]).toEqual([['example.com/v1 Thing', 2]]);
    expect(result).toMatchObject({ others: 1, problems: [] });
    expect(found(result)).toEqual(['a:11']);
  });

  it.each([
    ['no name', pod('a').replace('  name: a\n', '  labels: {}\n'), /metadata\.name is missing/],
    [
      'a wrong type',
      `${pod('a')}      securityContext: {privileged: "true"}\n`,
      /containers\[0\]\.securityContext\.privileged is a string/,
    ],
    ['a template for a name', pod('"{{ .Values.name }}"'), /the name is a template/],
  ])('tells of an object with %s', (_what, text, message) => {
    expect(read(text).problems).toEqual([
      { file: 'a.yaml', line: 1, message: expect.stringMatching(message), remedy: expect.stringMatching(/./) },
    ]);
  });

  it('accepts retired API versions', () => {
    const text = `apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: old}\nspec: {template: {spec: {containers: [{name: a}]}}}\n`;
    expect(read(text).observed).toMatchObject([{ kind: 'Deployment', object: { metadata: { namespace: 'default' } } }]);
  });
});

describe('inputs', () => {
  const folders: string[] = [];
  afterEach(async () => {
    await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
  });

  async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
    const root = await mkdtemp(join(tmpdir(), 'plumbline-'));
    folders.push(root);
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), content);
    }
    return root;
  }

  async function readAll(args: readonly string[], cwd: string, stdin = ''): Promise<ManifestFile[]> {
    return Array.fromAsync(readManifests(args, { cwd, stdin: chunks(stdin) }));
  }

  async function* chunks(text: string) {
    for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7));
  }

  const tree = {
    'a.yaml': pod('a'),
    'deep/b.yml': pod('b'),
    'deep/c.json': JSON.stringify(podJson('c')),
    'deep/notes.txt': pod('never'),
    '.git/d.yaml': pod('never'),
    'node_modules/x/e.yaml': pod('never'),
    '.hidden.yaml': pod('never'),
  };

  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['a folder', ['.'], ['a.yaml', 'deep/b.yml', 'deep/c.json']],
    ['a pattern', ['**/*.{yml,json}'], ['deep/b.yml', 'deep/c.json']],
    ['a named file of any name', ['deep/notes.txt'], ['deep/notes.txt']],
    ['the same file twice', ['a.yaml', './a.yaml', '*.yaml'], ['a.yaml']],
  ])('reads %s', async (_what, args, names) => {
    expect((await readAll(args, await folderOf(tree))).map(({ file }) => file)).toEqual(names);
  });

  it('reads standard input', async () => {
    expect((await readAll(['-'], '.', pod('piped'))).map(found)).toEqual([['piped:1']]);
  });

  it('ends where symbolic links go in circles', async () => {
    const root = await folderOf(tree);
    await symlink(root, join(root, 'deep', 'up'));
    await symlink('nowhere', join(root, 'dangling.yaml'));
    expect((await readAll(['.'], root)).map(({ file }) => file)).toEqual(['a.yaml', 'deep/b.yml', 'deep/c.json']);
  });

  it('tells of what matches nothing, and reads the rest', async () => {
    const result = await readAll(['gone.yaml', '*.toml', 'a.yaml'], await folderOf(tree));
    expect(result.map(({ file, problems }) => [file, problems.length])).toEqual([
      ['gone.yaml', 1],
      ['*.toml', 1],
      ['a.yaml', 0],
    ]);
  });

  it.each([
    ['a byte-order mark', Buffer.from(`\ufeff${pod('a')}`), ['a:1']],
    ['UTF-16', Buffer.from(`\ufeff${pod('a')}`, 'utf16le'), ['a:1']],
    ['bytes that are no text', Buffer.from([0xff, 0x00, 0xc3, 0x28]), []],
  ])('copes with %s', async (_what, bytes, objects) => {
    const [file] = await readAll(['x.yaml'], await folderOf({ 'x.yaml': bytes }));
    expect(file && found(file)).toEqual(objects);
    expect(file?.problems).toHaveLength(objects.length === 0 ? 1 : 0);
  });
});
