import type { KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import { isRecord } from '../../model/record.ts';
import type { Subject } from '../define.ts';
import type { Judged } from '../judged.ts';
import { patched, type Manifest } from '../patch.ts';
import { entries, isSet, strings } from './field.ts';
import { selects, selectsEverything, type Labels, type LabelSelector } from './selection.ts';

/** What a webhook or policy is asked about. */
export interface AdmissionRule {
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly resources?: readonly string[];
  readonly operations?: readonly string[];
  readonly scope?: string;
}

/** The parts of an admission webhook that checks read. */
export interface Webhook {
  readonly name?: string;
  readonly failurePolicy?: string;
  readonly rules?: readonly AdmissionRule[];
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  readonly clientConfig?: {
    readonly url?: string;
    readonly caBundle?: string;
    readonly service?: { readonly name?: string; readonly namespace?: string };
  };
}

/** A webhook where it stands in its configuration. */
export interface WebhookView {
  readonly webhook: Webhook;
  readonly configuration: KubeObject;
  /** Below the configuration: `webhooks[0]`. */
  readonly path: string;
  readonly name: string;
}

const sound: Webhook = {
  name: 'pods.policy.example',
  failurePolicy: 'Fail',
  rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE', 'UPDATE'] }],
  namespaceSelector: {
    matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system'] }],
  },
  clientConfig: { url: 'https://webhook.policy.svc:443/validate', caBundle: 'Y2E=' },
};

/** A configuration of one sound webhook, with a patch applied to it. */
export function webhookConfiguration(
  kind: 'ValidatingWebhookConfiguration' | 'MutatingWebhookConfiguration',
  ...webhooks: readonly Webhook[]
): Manifest {
  return { apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'policy' }, webhooks };
}

/** A sound webhook with a patch applied, for examples that need several. */
export function webhookWith(patch: Parameters<typeof patched<Webhook>>[1]): Webhook {
  return patched<Webhook>(sound, patch);
}

/** Each webhook of a configuration. */
function webhooksOf(name: string, kinds: readonly KindName[]): Subject<WebhookView, Webhook> {
  return {
    name,
    kinds,
    of: ({ object }) => webhooksIn(object),
    manifest: (patch) => webhookConfiguration('ValidatingWebhookConfiguration', webhookWith(patch)),
    locate: ({ path, webhook }) => ({ path, value: webhook }),
    at: ({ object }, { path }) => webhooksIn(object).find((view) => path.startsWith(`${view.path}.`)),
    wrap: (_judged: Judged, { name: webhook }, change) => ({ webhooks: [{ name: webhook, ...change }] }),
  };
}

/** Webhooks that may refuse an object. */
export const validatingWebhook = webhooksOf('validating webhook', ['ValidatingWebhookConfiguration']);

/** Every webhook that the API server shows objects to, whether it refuses or changes them. */
export const admissionWebhook = webhooksOf('webhook', [
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);

/** The webhooks of a configuration; what is no mapping is passed over. */
export function webhooksIn(configuration: KubeObject): readonly WebhookView[] {
  const { webhooks } = configuration;
  return entries(Array.isArray(webhooks) ? (webhooks as readonly unknown[]) : undefined).flatMap((webhook, index) =>
    isRecord(webhook)
      ? [
          {
            webhook,
            configuration,
            path: `webhooks[${index}]`,
            name: typeof webhook['name'] === 'string' ? webhook['name'] : `webhooks[${index}]`,
          },
        ]
      : [],
  );
}

/** What the API server does when a webhook does not answer: `Fail` unless said otherwise, in `v1beta1` `Ignore`. */
export function failurePolicyOf({ webhook, configuration }: WebhookView): string {
  const { failurePolicy } = webhook;
  if (typeof failurePolicy === 'string' && failurePolicy !== '') return failurePolicy;
  return configuration.apiVersion.endsWith('/v1beta1') ? 'Ignore' : 'Fail';
}

/** An operation on objects of a resource, as admission is asked about it. */
export interface Admitted {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly operation: string;
  readonly namespaced: boolean;
}

export const podCreation: Admitted = {
  group: '',
  version: 'v1',
  resource: 'pods',
  operation: 'CREATE',
  namespaced: true,
};

/**
 * Whether one of the rules asks about an operation, as the matcher of the API server decides it: `*` stands for every
 * resource, and `pods/*` for pods and all that is below them (apiserver/pkg/admission/plugin/webhook/predicates/rules).
 */
export function asksAbout(rules: readonly AdmissionRule[] | null | undefined, what: Admitted): boolean {
  for (const rule of entries(rules)) {
    if (!rule || !has(rule.apiGroups, what.group) || !has(rule.apiVersions, what.version)) continue;
    if (!has(rule.operations, what.operation)) continue;
    const scope = rule.scope ?? '*';
    if (scope !== '*' && scope !== (what.namespaced ? 'Namespaced' : 'Cluster')) continue;
    if (strings(rule.resources).some((resource) => namesResource(resource, what.resource))) return true;
  }
  return false;
}

/** Whether rules ask about pods when they are created; they may have any shape. */
export function asksAboutPods(rules: unknown): boolean {
  return asksAbout(Array.isArray(rules) ? (rules as readonly AdmissionRule[]) : undefined, podCreation);
}

/** Whether a selector of a webhook or policy takes these labels: admission takes an absent one for everything. */
export function takesLabels(selector: unknown, labels: Labels): boolean {
  return !isSet(selector) || (isRecord(selector) && selects(selector, labels));
}

/** Whether a selector of a webhook or policy lets some objects by, so that a label of a pod could free it. */
export function isSelective(selector: unknown): boolean {
  return isSet(selector) && !(isRecord(selector) && selectsEverything(selector));
}

function has(list: readonly string[] | undefined, wanted: string): boolean {
  return entries(list).some((entry) => entry === '*' || entry === wanted);
}

function namesResource(pattern: string, resource: string): boolean {
  const [name, below] = pattern.split('/', 2);
  return (name === '*' || name === resource) && (below === undefined || below === '' || below === '*');
}
