import { stringify } from 'yaml';
import { kinds } from '../../model/kinds.ts';
import { judgeExample } from '../../testing/judge.ts';
import { observed } from '../../testing/world.ts';
import type { Check, Example } from '../define.ts';
import { Judged } from '../judged.ts';
import type { Manifest } from '../patch.ts';

/**
 * The patch that mends the first failing example for which the check knows one, as YAML under the command that applies
 * it. Pods stand in a Deployment for this, since a running Pod cannot be changed.
 */
export function examplePatch(check: Check): string | undefined {
  for (const example of check.examples) {
    if (example.result !== 'fail') continue;
    const [first, ...others] = example.manifests;
    const manifest = first.kind === 'Pod' && check.kinds.includes('Deployment') ? inDeployment(first) : first;
    const patch = patchOf(check, { ...example, manifests: [manifest, ...others] });
    if (patch !== undefined) return `# ${commandFor(manifest)}\n${stringify(patch, { lineWidth: 0 })}`;
  }
  return undefined;
}

function patchOf(check: Check, example: Example): object | undefined {
  const [violation] = judgeExample(check, example).violations;
  if (violation === undefined) return undefined;
  const { kind, object } = observed(example.manifests[0]);
  const configured = example.settings === undefined ? check : check.configured(example.settings);
  return configured.patchFor(new Judged(kind, object), violation);
}

function inDeployment({ metadata, spec }: Manifest): Manifest {
  const { name, namespace, ...inner } = metadata as Readonly<Record<string, unknown>>;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { template: { metadata: inner, spec } },
  };
}

function commandFor(manifest: Manifest): string {
  const { kind, object } = observed(manifest);
  const { name, namespace } = object.metadata;
  const { custom, group } = kinds[kind];
  const words = [
    'kubectl',
    'patch',
    custom ? `${manifest.kind.toLowerCase()}.${group}` : manifest.kind.toLowerCase(),
    name,
  ];
  if (namespace !== '') words.push('-n', namespace);
  // Only Kubernetes' own kinds know how to merge lists by name.
  if (custom) words.push('--type', 'merge');
  return [...words, '--patch-file', 'patch.yaml'].join(' ');
}
