import { z } from 'zod';
import type { KubeObject } from '../../model/object.ts';
import { at } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, setTo, type Manifest } from '../patch.ts';
import { isSet } from '../subjects/field.ts';
import { namespace } from '../subjects/namespace.ts';

const istio = { metadata: { name: 'istio-system' } };
const istiod: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'istiod', namespace: 'istio-system' },
};
const authentication = (mode: string | undefined, more: object = {}, home = 'istio-system'): Manifest => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name: 'default', namespace: home },
  spec: { ...(mode !== undefined && { mtls: { mode } }), ...more },
});

export const meshMtlsNotStrict = defineCheck({
  id: 'mesh-mtls-not-strict',
  title: 'Service mesh accepts clear text',
  category: 'network',
  optional: true,
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { nsa: ['encryption'] },
  because:
    'Unless it is told to be strict, Istio takes connections without a certificate too: who calls is then unknown, and what is said can be read on the way.',
  remedy: 'Create a PeerAuthentication without a selector and with the mode STRICT in the root namespace of the mesh.',
  paste: yaml`
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata:
      name: default
      # The root namespace of the mesh, so that it holds everywhere.
      namespace: istio-system
    spec:
      mtls:
        mode: STRICT
  `,

  subject: namespace,
  fields: ['metadata.name'],
  reads: ['Deployment', 'IstioPeerAuthentication'],
  parameters: {
    rootNamespace: z
      .string()
      .min(1)
      .default('istio-system')
      .describe('Namespace whose PeerAuthentication is for the whole mesh.'),
  },
  violatedBy({ metadata: { name } }, world, { rootNamespace }) {
    if (name !== rootNamespace) return 'not_applicable';
    const forMesh = world.list('IstioPeerAuthentication', name).filter((one) => !isSet(at(one, 'spec', 'selector')));
    if (forMesh.some(isStrict)) return false;
    // Whoever writes such an object has a mesh, also where its control plane runs elsewhere.
    const runsMesh = (): boolean =>
      world.list('Deployment', name).some(({ metadata }) => metadata.name.startsWith('istiod'));
    if (forMesh.length === 0 && !runsMesh()) return 'not_applicable';
    const message =
      forMesh.length === 0
        ? 'no PeerAuthentication in the root namespace of the mesh asks for mutual TLS'
        : 'the PeerAuthentication of the mesh does not insist on mutual TLS';
    return { path: 'metadata.name', message };
  },

  examples: {
    violating: {
      'nothing is said of it': given(istio, istiod),
      'clear text is permitted': given(istio, istiod, authentication('PERMISSIVE')),
      'clear text is permitted, and the control plane runs elsewhere': given(istio, authentication('PERMISSIVE')),
      'the mode is not set': given(istio, istiod, authentication(undefined)),
      'TLS is off': given(istio, istiod, authentication('DISABLE')),
      'only some workloads are strict': given(
        istio,
        istiod,
        authentication('STRICT', { selector: { matchLabels: { app: 'web' } } }),
      ),
      'only one namespace is strict': given(istio, istiod, authentication('STRICT', {}, 'shop')),
      'the control plane has a revision': given(istio, {
        ...istiod,
        metadata: { name: 'istiod-1-28', namespace: 'istio-system' },
      }),
    },
    compliant: {
      'the mesh is strict': given(istio, istiod, authentication('STRICT')),
    },
    notApplicable: {
      'another namespace speaks for itself alone': given({}, istiod),
      'there is no mesh': istio,
      'policy says that the root is elsewhere': setTo({ rootNamespace: 'mesh' }, istio, istiod),
    },
  },
});

function isStrict(authentication: KubeObject): boolean {
  return at(authentication, 'spec', 'mtls', 'mode') === 'STRICT';
}
