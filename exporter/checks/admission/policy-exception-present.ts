import type { KindName } from '../../model/kinds.ts';
import { records } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import { matchesName, words } from '../parameters.ts';
import { setTo } from '../patch.ts';
import { entries, strings } from '../subjects/field.ts';
import { whole } from '../subjects/whole.ts';
import { listed, quoted } from '../text.ts';

/** The parts of exceptions of Kyverno, and of the configuration of Gatekeeper, that checks read. */
interface ExceptionFields {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: {
    readonly exceptions?: readonly { readonly policyName?: string; readonly ruleNames?: readonly string[] }[];
    readonly policyRefs?: readonly { readonly name?: string; readonly kind?: string }[];
    readonly match?: readonly {
      readonly excludedNamespaces?: readonly string[];
      readonly processes?: readonly string[];
    }[];
  };
}

const kinds = [
  'KyvernoPolicyException',
  'KyvernoCelPolicyException',
  'GatekeeperConfig',
] as const satisfies readonly KindName[];

const exception = whole<ExceptionFields>('exception from policy', kinds, {
  apiVersion: 'kyverno.io/v2',
  kind: 'PolicyException',
  metadata: { name: 'legacy', namespace: 'shop' },
  spec: { exceptions: [] },
});

const config = (...match: NonNullable<NonNullable<ExceptionFields['spec']>['match']>): ExceptionFields => ({
  apiVersion: 'config.gatekeeper.sh/v1alpha1',
  kind: 'Config',
  metadata: { name: 'config', namespace: 'gatekeeper-system' },
  spec: { match },
});

export const policyExceptionPresent = defineCheck({
  id: 'policy-exception-present',
  title: 'Policies are suspended for somebody',
  category: 'admission',
  optional: true,
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { nsa: ['admission-control'], mitre: ['T1562.001'] },
  because:
    'An exception outlives its reason unless somebody looks again, and whoever may write one has no policies to fear.',
  remedy: 'Review it, narrow it to what needs it, and remove it when its reason is gone.',

  subject: exception,
  fields: ['spec.exceptions', 'spec.policyRefs', 'spec.match'],
  parameters: {
    namespaces: words(
      ['kube-system', 'kube-public', 'kube-node-lease', 'gatekeeper-system', 'kyverno'],
      'Namespaces that Gatekeeper may leave out; `openshift-*` matches by prefix.',
    ),
  },
  violatedBy({ spec }, _world, settings) {
    const policies = [
      ...entries(spec?.exceptions).map((one) => one?.policyName),
      ...entries(spec?.policyRefs).map((one) => one?.name),
    ].filter((name) => typeof name === 'string');
    if (policies.length > 0) {
      const path = entries(spec?.exceptions).length > 0 ? 'spec.exceptions' : 'spec.policyRefs';
      return { path, message: `${path} suspend ${listed(policies.map(quoted))}` };
    }
    const left = records(spec?.match)
      .flatMap(({ excludedNamespaces }) => strings(excludedNamespaces as readonly string[]))
      .filter((namespace) => !matchesName(settings.namespaces, namespace));
    if (left.length === 0) return false;
    return { path: 'spec.match', message: `spec.match leaves out ${listed([...new Set(left)].map(quoted))}` };
  },

  examples: {
    violating: {
      'a policy of Kyverno is suspended': { spec: { exceptions: [{ policyName: 'no-privileged', ruleNames: ['x'] }] } },
      'a CEL policy of Kyverno is suspended': {
        apiVersion: 'policies.kyverno.io/v1',
        spec: { exceptions: undefined, policyRefs: [{ name: 'no-privileged', kind: 'ValidatingPolicy' }] },
      },
      'Gatekeeper leaves a namespace out': config({ excludedNamespaces: ['kube-system', 'shop'], processes: ['*'] }),
      'it leaves them out by prefix': config({ excludedNamespaces: ['team-*'], processes: ['webhook'] }),
      'policy allows none': setTo({ namespaces: ['none'] }, config({ excludedNamespaces: ['kube-system'] })),
    },
    compliant: {
      'the exception names nothing': {},
      'the lists are null': { spec: { exceptions: null, policyRefs: null, match: null } },
      'Gatekeeper leaves out system namespaces only': config({
        excludedNamespaces: ['kube-system', 'gatekeeper-system'],
      }),
      'Gatekeeper leaves out nothing': config({ excludedNamespaces: [] }),
    },
  },
});
