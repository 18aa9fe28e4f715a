import { stringify } from 'yaml';
import type { ApiCheck } from '../contract/api.ts';
import { kinds } from '../model/kinds.ts';
import type { Check, Example } from './define.ts';
import { frameworks, type FrameworkId } from './frameworks/index.ts';
import { profilesOf } from './profiles.ts';

/** A check as the API, the command line and the documentation show it. */
export function describeCheck(check: Check): ApiCheck {
  return {
    id: check.id,
    title: check.title,
    category: check.category,
    severity: check.severity,
    why: check.because,
    remedy: check.remedy,
    fields: check.fields,
    needs: check.needs.map((kind) => (kinds[kind].group === '' ? kind : `${kinds[kind].kind}.${kinds[kind].group}`)),
    frameworks: controlsOf(check),
    profiles: profilesOf(check),
    examples: check.examples.map((example) => ({
      when: example.when,
      result: example.result,
      manifest: yamlOf(example),
    })),
  };
}

/** The manifests of an example as one YAML stream, the Kubernetes release it is for in a comment. */
export function yamlOf({ manifests, version }: Example): string {
  const documents = manifests.map((manifest) => stringify(manifest, { lineWidth: 0 }));
  return `${version === undefined ? '' : `# Kubernetes ${version}\n`}${documents.join('---\n')}`;
}

function controlsOf(check: Check): ApiCheck['frameworks'] {
  return (Object.keys(frameworks) as FrameworkId[]).flatMap((framework) => {
    const titles: Readonly<Record<string, string>> = frameworks[framework].controls;
    return (check.frameworks[framework] ?? []).map((control) => ({
      framework,
      control,
      title: titles[control] ?? '',
    }));
  });
}
