import { defineCheck } from '../define.ts';
import { matchesName, words } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo } from '../patch.ts';
import { pod } from '../subjects/pod.ts';
import { quoted } from '../text.ts';
import { isSet } from '../subjects/field.ts';

const here = { namespaces: ['shop'] };

export const podSandboxRuntime = defineCheck({
  id: 'pod-sandbox-runtime',
  title: 'Pod that nobody trusts shares the kernel of its node',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'contributing' },
  optional: true,
  frameworks: { gke: ['5.10.3'], nsa: ['container-hardening'], mitre: ['T1611'] },
  because:
    'Code of strangers looks for weaknesses of the kernel sooner or later; a sandbox puts a second wall between it and the node.',
  remedy: 'Set `runtimeClassName` to a class that runs pods in a sandbox, such as gVisor or Kata Containers.',
  paste: yaml`
    # The handler is what the runtime of the nodes calls it.
    apiVersion: node.k8s.io/v1
    kind: RuntimeClass
    metadata:
      name: gvisor
    handler: runsc
    ---
    spec:
      template:
        spec:
          runtimeClassName: gvisor
  `,

  subject: pod,
  fields: ['runtimeClassName'],
  parameters: {
    namespaces: words(
      [],
      'Namespaces whose pods nobody trusts; `tenant-*` matches by prefix. Nothing is judged while the list is empty.',
    ),
    runtimeClasses: words(
      ['gvisor', 'kata*'],
      'Runtime classes that run pods in a sandbox; `kata*` matches by prefix.',
    ),
  },
  violatedBy(view, _world, { namespaces, runtimeClasses }) {
    if (namespaces.length === 0 || !matchesName(namespaces, view.namespace)) return 'not_applicable';
    const name: unknown = view.spec.runtimeClassName;
    if (typeof name === 'string' && matchesName(runtimeClasses, name)) return false;
    return {
      path: `${view.path}.runtimeClassName`,
      message: `runtimeClassName ${isSet(name) ? `is ${quoted(name)}, which is no sandbox` : 'is not set'}`,
    };
  },

  examples: {
    violating: {
      'no class is named': setTo(here, {}),
      'null is as good as nothing': setTo(here, { spec: { runtimeClassName: null } }),
      'the class is no sandbox': setTo(here, { spec: { runtimeClassName: 'nvidia' } }),
      'the class is none of those that policy names': setTo(
        { ...here, runtimeClasses: ['confidential'] },
        { spec: { runtimeClassName: 'gvisor' } },
      ),
      'the namespace matches by prefix': setTo({ namespaces: ['sh*'] }, {}),
    },
    compliant: {
      'the class is a sandbox': setTo(here, { spec: { runtimeClassName: 'gvisor' } }),
      'it is one of several of a kind': setTo(here, { spec: { runtimeClassName: 'kata-qemu' } }),
    },
    notApplicable: {
      'nobody has said whom not to trust': {},
      'the namespace is trusted': setTo({ namespaces: ['tenants'] }, {}),
    },
  },
});
