import type { PolicyEngine } from '../../contract/vocabulary.ts';

/** Who refused a request, in the terms of the engine, and why. */
export interface Denial {
  readonly engine: PolicyEngine;
  /** Empty where the engine names none. */
  readonly policies: readonly string[];
  /** What remains of the message: the reason as the engine gives it. */
  readonly explanation: string;
}

/** Longer messages are cut before anything looks at them. */
const longestMessage = 8_000;
const mostPolicies = 20;

const webhook = /admission webhook "([^"]{1,300})" denied the request(?:: ?| )?([^]*)/;
const forbidden = /[a-z][a-z0-9.-]{0,300} "[^"]{0,300}" is forbidden: ([^]*)/;

/** How built-in admission plugins begin their refusals; the first group, where there is one, names the policy. */
const plugins: readonly { readonly engine: PolicyEngine; readonly says: RegExp; readonly policy?: string }[] = [
  { engine: 'vap', says: /ValidatingAdmissionPolicy '([^']{1,300})' with binding '[^']{0,300}' denied request/g },
  { engine: 'psa', says: /^violates PodSecurity "([^"]{1,100})"/g },
  { engine: 'quota', says: /^(?:exceeded|failed) quota: ([^,:\s]{1,300})/g },
  { engine: 'quota', says: /^insufficient quota to (?:match|consume)/g },
  {
    engine: 'other',
    says: /(?:maximum|minimum) [^ ]{1,300} usage per |max limit to request ratio per /g,
    policy: 'LimitRange',
  },
  {
    engine: 'other',
    says: /unable to validate against any security context constraint/g,
    policy: 'SecurityContextConstraints',
  },
  { engine: 'other', says: /^image policy webhook backend denied/g, policy: 'ImagePolicyWebhook' },
];

/**
 * Refusals that say nothing of what was asked for: the caller lacks a right, or something that the object refers to is
 * missing, not ready, or on its way out.
 */
const noPolicy =
  /^(?:User "|error looking up |no (?:service account|PriorityClass) with name |unable to create new content in namespace |status unknown for quota|not yet ready to handle request|Internal error)/;

/**
 * Reads the message with which an API server passes on a denial by admission, whatever a controller wrote before it.
 * Undefined when the request failed for another reason: invalid, not authorized, or a webhook that did not answer.
 */
export function denialIn(message: string): Denial | undefined {
  const text = message.slice(0, longestMessage);
  const byWebhook = webhook.exec(text);
  if (byWebhook !== null) {
    const [, name = '', explanation = ''] = byWebhook;
    return { ...deniedBy(name, explanation), explanation };
  }
  const explanation = forbidden.exec(text)?.[1];
  if (explanation === undefined || noPolicy.test(explanation)) return undefined;
  for (const { engine, says, policy } of plugins) {
    const matches = [...explanation.matchAll(says)];
    if (matches.length === 0) continue;
    const named = policy === undefined ? matches.map(([, name]) => name) : [policy];
    return { engine, policies: distinct(named), explanation };
  }
  return { engine: 'other', policies: [], explanation };
}

/** The engine behind a webhook, told by the names under which engines register, and the policies in its answer. */
function deniedBy(name: string, explanation: string): Omit<Denial, 'explanation'> {
  if (name.endsWith('.gatekeeper.sh')) {
    const constraints = explanation.matchAll(/^\[(?:denied by )?([^\]\s]{1,300})\]/gm);
    return { engine: 'gatekeeper', policies: distinct(Array.from(constraints, ([, constraint]) => constraint)) };
  }
  if (/(?:^|\.)kyverno\.svc(?:-|$)/.test(name)) {
    const policies = explanation.matchAll(
      /^([a-z0-9][a-z0-9./-]{0,300}):\s*$|^Policy ([^\s:]{1,300}) (?:failed|error)/gm,
    );
    return { engine: 'kyverno', policies: distinct(Array.from(policies, ([, listed, single]) => listed ?? single)) };
  }
  if (name.endsWith('.kubewarden.admission')) {
    const policy = name.slice(0, -'.kubewarden.admission'.length).replace(/^(?:clusterwide|namespaced)-/, '');
    return { engine: 'kubewarden', policies: [policy] };
  }
  return { engine: 'webhook', policies: [name] };
}

function distinct(names: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(names.filter((name) => name !== undefined))].slice(0, mostPolicies);
}
