import { stringify } from 'yaml';
import type { ApiCheck } from '../../contract/index.ts';
import type { Check } from '../../checks/define.ts';
import { frameworks, type FrameworkId } from '../../checks/frameworks/index.ts';
import { profilesOf } from '../../checks/profiles.ts';
import { resourceLabel } from '../../model/kinds.ts';

/** A check as the API documents it, its examples as YAML. */
export function apiCheck(check: Check): ApiCheck {
  const { id, title, category, severity, because, remedy, fields, needs, examples } = check;
  return {
    id,
    title,
    category,
    severity,
    why: because,
    remedy,
    fields,
    needs: needs.map(resourceLabel),
    frameworks: controlsOf(check),
    profiles: profilesOf(check),
    examples: examples.map(({ when, result, manifests }) => ({
      when,
      result,
      manifest: manifests.map((manifest) => stringify(manifest)).join('---\n'),
    })),
  };
}

function controlsOf({ frameworks: covered }: Check): ApiCheck['frameworks'] {
  return (Object.entries(covered) as [FrameworkId, readonly string[]][]).flatMap(([framework, controls]) => {
    const titles: Readonly<Record<string, string>> = frameworks[framework].controls;
    return controls.map((control) => ({ framework, control, title: titles[control] ?? control }));
  });
}
