import type { KubeObject } from '../../model/object.ts';
import { at } from '../../model/record.ts';
import { deciding, labelIndexValue, serviceSelector } from '../../model/service-selector.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { service } from '../subjects/network.ts';
import { plain } from '../text.ts';

const forWeb = { spec: { selector: { app: 'web' } } };
const other = (name: string, spec: object, namespace = 'shop'): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { ports: [{ port: 443 }], ...spec },
});

export const svcSelectorAmbiguous = defineCheck({
  id: 'svc-selector-ambiguous',
  title: 'Two Services select the same pods',
  category: 'exposure',
  optional: true,
  risk: { impact: 'operations', ease: 'contributing' },
  frameworks: {},
  because:
    'A copied selector is how one program comes to answer for another: a change meant for one of the Services reaches the pods of both.',
  remedy: 'Give each program labels of its own, or delete the Service that is not needed.',
  paste: yaml`
    apiVersion: v1
    kind: Service
    metadata:
      name: app
      namespace: shop
    spec:
      # Labels that the pods of one program have and those of no other.
      selector:
        app.kubernetes.io/name: app
        app.kubernetes.io/component: web
      ports:
        - port: 80
          targetPort: http
  `,

  subject: service,
  fields: ['spec.selector'],
  reads: ['Service'],
  violatedBy(candidate, world) {
    const selector = serviceSelector(candidate);
    const own = selectorKey(candidate);
    if (selector === undefined || own === undefined) return 'not_applicable';
    const { namespace, name } = candidate.metadata;
    for (const one of world.by('services-by-label', labelIndexValue(namespace, deciding(selector)))) {
      if (one.metadata.name === name || selectorKey(one) !== own) continue;
      return {
        path: 'spec.selector',
        message: `spec.selector is the same as that of Service ${plain(one.metadata.name)}`,
      };
    }
    return false;
  },

  examples: {
    violating: {
      'the selectors are equal': given(forWeb, other('copy', { selector: { app: 'web' } })),
      'the labels stand in another order': given(
        { spec: { selector: { app: 'web', tier: 'front' } } },
        other('copy', { selector: { tier: 'front', app: 'web' } }),
      ),
    },
    compliant: {
      'it is the only one': forWeb,
      'the other selects fewer': given(forWeb, other('stable', { selector: { app: 'web', track: 'stable' } })),
      'the other is in another namespace': given(forWeb, other('copy', { selector: { app: 'web' } }, 'bank')),
      'one of them is the headless one of a StatefulSet': given(
        forWeb,
        other('headless', { clusterIP: 'None', selector: { app: 'web' } }),
      ),
    },
    notApplicable: {
      'it has no selector': given({}, other('copy', {})),
      'it is headless itself': given(
        { spec: { clusterIP: 'None', selector: { app: 'web' } } },
        other('web', { selector: { app: 'web' } }),
      ),
    },
  },
});

/** Headless Services beside others are how StatefulSets give their pods names. */
function selectorKey(candidate: KubeObject): string | undefined {
  const selector = serviceSelector(candidate);
  if (selector === undefined || at(candidate, 'spec', 'clusterIP') === 'None') return undefined;
  return JSON.stringify(Object.entries(selector).sort(([a], [b]) => (a < b ? -1 : 1)));
}
