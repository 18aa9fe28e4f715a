import { readFile } from 'node:fs/promises';
import type { ScanProblem } from '../../contract/scan.ts';
import { kindNamed } from '../../model/kinds.ts';
import type { Observed, Source } from '../../model/object.ts';
import { applyDefaults } from '../../normalize/defaults.ts';
import { Malformed, project } from '../../normalize/project.ts';
import { refusals } from '../../normalize/refusals.ts';
import { decode } from './decode.ts';
import { isTemplate, isUnrendered, renderFirst, type Reading } from './document.ts';
import { resolveInputs, unreadable, type Input } from './inputs.ts';
import { brokenJsonDocuments, jsonDocuments, looksLikeJson } from './json-documents.ts';
import { unpack, type Unpacked } from './unpack.ts';
import { yamlDocuments } from './yaml-documents.ts';

/** What one file, or standard input, holds. */
export interface ManifestFile {
  /** As given or found, relative to the current folder where that is shorter; `-` is standard input. */
  readonly file: string;
  readonly observed: readonly Observed[];
  readonly problems: readonly ScanProblem[];
  /** Kubernetes objects of kinds outside the catalogue, per `apiVersion Kind`. */
  readonly unknownKinds: ReadonlyMap<string, number>;
  /** Documents that are no Kubernetes objects. */
  readonly others: number;
}

export interface ManifestDeps {
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Namespace of namespaced objects that name none. */
  readonly defaultNamespace?: string;
  readonly signal?: AbortSignal;
}

/** Files larger than this are not read: a string of JavaScript could not hold them. */
const largestFile = 400 * 1024 * 1024;

/**
 * Reads files, folders, patterns and `-` (standard input), one result per file. What cannot be found or read is a
 * problem of its own file; nothing but `signal` makes this throw.
 */
export async function* readManifests(args: readonly string[], deps: ManifestDeps): AsyncGenerator<ManifestFile, void> {
  const { inputs, problems } = await resolveInputs(args, deps.cwd);
  for (const problem of problems) yield { ...nothingIn(problem.file ?? ''), problems: [problem] };
  for (const input of inputs) {
    deps.signal?.throwIfAborted();
    yield await readInput(input, deps);
  }
}

function nothingIn(file: string): ManifestFile {
  return { file, observed: [], problems: [], unknownKinds: new Map(), others: 0 };
}

async function readInput(input: Input, deps: ManifestDeps): Promise<ManifestFile> {
  const refuse = (message: string, remedy: string): ManifestFile => ({
    ...nothingIn(input.name),
    problems: [{ file: input.name, message, remedy }],
  });
  let bytes: Uint8Array | undefined;
  try {
    bytes = input.path === undefined ? await collect(deps.stdin) : await readFile(input.path);
  } catch (error) {
    return { ...nothingIn(input.name), problems: [unreadable(input.name, error)] };
  }
  if (bytes === undefined || bytes.length > largestFile) {
    return refuse(`is larger than ${largestFile / 1024 / 1024} MiB`, 'Split it, or scan a snapshot of the cluster.');
  }
  const text = decode(bytes);
  if (text === undefined) return refuse('is not text in UTF-8', 'Convert it to UTF-8, or leave it out.');
  return readText(input.name, text, deps.defaultNamespace);
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > largestFile) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function* readingsOf(file: string, text: string): Generator<Reading, void> {
  if (looksLikeJson(text)) {
    const json = jsonDocuments(text);
    if (json !== undefined) return yield* json;
    if (/\.json$/i.test(file) && !isUnrendered(text)) return yield* brokenJsonDocuments(text);
    const yaml = [...yamlDocuments(text)];
    return yield* yaml.some(({ flaw }) => flaw !== undefined) ? brokenJsonDocuments(text) : yaml;
  }
  yield* yamlDocuments(text);
}

/** Reads the documents of a text; a broken one costs itself only. */
export function readText(file: string, text: string, defaultNamespace?: string): ManifestFile {
  const observed: Observed[] = [];
  const problems: ScanProblem[] = [];
  const unknownKinds = new Map<string, number>();
  let others = 0;

  const take = ({ value, line }: Unpacked, template: string | undefined): void => {
    const apiVersion = String(value['apiVersion']);
    const apiKind = String(value['kind']);
    const kind = kindNamed(apiVersion, apiKind);
    if (kind === undefined) {
      const name = `${apiVersion} ${apiKind}`;
      unknownKinds.set(name, (unknownKinds.get(name) ?? 0) + 1);
      return;
    }
    const refused = refusals(kind, value);
    applyDefaults(kind, value);
    const source: Source = { file, line, ...(template !== undefined && { template }) };
    try {
      const object = project(kind, value, defaultNamespace === undefined ? {} : { defaultNamespace });
      const { name, namespace } = object.metadata;
      if (isTemplate(name) || isTemplate(namespace)) {
        problems.push({ file, line, message: `${apiKind}: the name is a template`, remedy: renderFirst });
        return;
      }
      observed.push({ kind, object, source });
      const title = namespace === '' ? `${apiKind} ${name}` : `${apiKind} ${namespace}/${name}`;
      for (const reason of refused) {
        problems.push({
          file,
          line,
          message: `${title}: ${reason}`,
          remedy: 'Correct the field; it was judged as it stands.',
        });
      }
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      problems.push({
        file,
        line,
        message: error.message,
        remedy: 'Correct the object; the API server would refuse it.',
      });
    }
  };

  for (const { document, flaw } of readingsOf(file, text)) {
    if (flaw !== undefined) problems.push({ file, ...flaw });
    if (document === undefined) continue;
    const unpacked = unpack(document);
    others += unpacked.others;
    for (const object of unpacked.objects) take(object, document.template);
  }
  return { file, observed, problems, unknownKinds, others };
}
