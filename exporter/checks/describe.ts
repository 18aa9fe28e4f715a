import { stringify } from 'yaml';
import { z } from 'zod';
import type { ApiCheck, ApiFramework } from '../contract/api.ts';
import { isServedByApi, resourceLabel } from '../model/kinds.ts';
import type { Check, Example } from './define.ts';
import { presets } from './parameters.ts';
import { profilesOf } from './profiles.ts';
import { eases, impacts } from './risk.ts';
import { missingSwitches } from './select.ts';

/** A check as the API, the command line and the documentation show it, with the controls of these frameworks that it answers. */
export function describeCheck(check: Check, frameworks: readonly ApiFramework[]): ApiCheck {
  const {
    id,
    title,
    category,
    severity,
    risk,
    because,
    remedy,
    paste,
    fields,
    needs,
    optional = false,
    composite = false,
  } = check;
  return {
    id,
    title,
    category,
    severity,
    risk: {
      impact: risk.impact,
      gains: impacts[risk.impact],
      ease: risk.ease,
      takes: eases[risk.ease],
    },
    optional,
    composite,
    why: because,
    remedy,
    ...(paste !== undefined && { paste }),
    fields,
    needs: needs.map(resourceLabel),
    observed: needs.filter((kind) => !isServedByApi(kind)).map(resourceLabel),
    switches: missingSwitches(check, new Set()).map((name) => `clusters.read.${name}`),
    frameworks: controlsOf(id, frameworks),
    profiles: profilesOf(check),
    parameters: parametersOf(check),
    examples: check.examples.map((example) => ({
      when: example.when,
      result: example.result,
      manifest: yamlOf(example),
    })),
  };
}

/** The manifests of an example as one YAML stream; release and parameters that it is for are comments. */
function yamlOf({ manifests, version, settings = {} }: Example): string {
  const remarks = [
    ...(version === undefined ? [] : [`# Kubernetes ${version}\n`]),
    ...Object.entries(settings).map(([name, value]) => `# ${name}: ${JSON.stringify(value)}\n`),
  ];
  const documents = manifests.map((manifest) => stringify(manifest, { lineWidth: 0 }));
  return `${remarks.join('')}${documents.join('---\n')}`;
}

function controlsOf(check: string, frameworks: readonly ApiFramework[]): ApiCheck['frameworks'] {
  return frameworks.flatMap(({ id: framework, controls }) =>
    controls
      .filter(({ checks }) => checks.includes(check))
      .map(({ id: control, title }) => ({ framework, control, title })),
  );
}

function parametersOf({ parameters = {} }: Check): ApiCheck['parameters'] {
  const defaults = presets(parameters);
  return Object.entries(parameters).map(([name, schema]) => ({
    name,
    preset: defaults[name],
    // A description belongs to the schema that it was written on, which a default may wrap.
    meaning: schema.description ?? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).description ?? '',
  }));
}
