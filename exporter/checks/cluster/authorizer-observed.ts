import { Unseen } from '../../model/world.ts';
import { defineCheck } from '../define.ts';
import { controlPlane, factsIn } from '../subjects/control-plane.ts';
import { strings } from '../subjects/field.ts';
import { kubeadmArguments } from '../subjects/kubeadm.ts';

export const authorizerObserved = defineCheck({
  id: 'authorizer-observed',
  title: 'Requests are allowed by something else than roles',
  category: 'cluster',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['1.2.6', '1.2.7', '1.2.8'], gke: ['5.8.3'], nsa: ['authorization'] },
  because: 'What AlwaysAllow or a policy file allows stands in no role: reviews of roles miss it, whatever they find.',
  remedy: 'Authorize by Node and RBAC only.',
  paste: kubeadmArguments('kube-apiserver', { 'authorization-mode': 'Node,RBAC' }),

  subject: controlPlane,
  fields: ['facts.authorizers'],
  violatedBy(object) {
    const seen = strings(factsIn(object).authorizers);
    const bad = ['AlwaysAllow', 'ABAC'].filter((type) => seen.includes(type));
    if (bad.length > 0) return { path: 'facts.authorizers', message: `authorizers has ${bad.join(' and ')}` };
    const missing = ['Node', 'RBAC'].filter((type) => !seen.includes(type));
    if (missing.length === 0) return false;
    // Only decisions are counted: one that has not decided anything may still be there.
    throw new Unseen(
      `${missing.join(' and ')} decided nothing that the metrics of the API server show (1.30 and later)`,
    );
  },

  examples: {
    violating: {
      'everything is allowed': { facts: { authorizers: ['AlwaysAllow'] } },
      'a policy file decides beside roles': { facts: { authorizers: ['ABAC', 'Node', 'RBAC'] } },
    },
    compliant: {
      'nodes and roles decide': {},
      'a webhook decides too': { facts: { authorizers: ['Node', 'RBAC', 'Webhook'] } },
    },
  },
});
