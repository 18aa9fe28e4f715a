import { describe, expect, it } from 'vitest';
import { classOf } from './managers.ts';
import { isSecurityField } from './security-fields.ts';

const none = { gitops: [], automation: [] };

describe('a field manager', () => {
  it.each([
    ['argocd-controller', 'gitops'],
    ['kustomize-controller', 'gitops'],
    ['helm-controller', 'gitops'],
    ['helm', 'gitops'],
    ['kubectl', 'human'],
    ['kubectl-edit', 'human'],
    ['kubectl-client-side-apply', 'human'],
    ['kubectl_annotate', 'human'],
    ['node-fetch', 'human'],
    ['OpenLens', 'human'],
    ['kube-controller-manager', 'platform'],
    ['vpa-updater', 'automation'],
    ['cert-manager-cainjector', 'automation'],
    ['ingress-operator', 'automation'],
    ['Terraform', 'automation'],
    ['my-argocd-controller-not', 'automation'],
    ['before-helm', 'unknown'],
    ['something', 'unknown'],
    ['', 'unknown'],
  ])('%s is %s', (manager, expected) => {
    expect(classOf(manager, none)).toBe(expected);
  });

  it('is what the configuration says it is', () => {
    const known = { gitops: ['deployer'], automation: ['kubectl-client-side-apply'] };
    expect(classOf('deployer', known)).toBe('gitops');
    expect(classOf('kubectl-client-side-apply', known)).toBe('automation');
  });
});

describe('a changed field', () => {
  it.each([
    ['Deployment', 'spec.template.spec.containers[app].securityContext.privileged'],
    ['Deployment', 'spec.template.spec.containers[app].image'],
    ['Deployment', 'spec.template.spec.containers[app].command[0]'],
    ['Deployment', 'spec.template.spec.containers[sidecar]'],
    ['Deployment', 'spec.template.spec.hostNetwork'],
    ['Deployment', 'spec.template.spec.volumes[host].hostPath.path'],
    ['Deployment', 'spec.template.spec.serviceAccountName'],
    ['Namespace', 'metadata.labels[pod-security.kubernetes.io/enforce]'],
    ['Service', 'spec.type'],
    ['ClusterRole', 'rules[0].verbs[1]'],
    ['RoleBinding', 'subjects[kate]'],
    ['NetworkPolicy', 'spec.ingress[0]'],
    ['ValidatingWebhookConfiguration', 'webhooks[a].failurePolicy'],
  ] as const)('of a %s concerns security: %s', (kind, path) => {
    expect(isSecurityField(kind, path)).toBe(true);
  });

  it.each([
    ['Deployment', 'spec.template.spec.containers[app].env[DEBUG].value'],
    ['Deployment', 'spec.template.spec.containers[app].resources.limits.cpu'],
    ['Deployment', 'spec.template.metadata.annotations[kubectl.kubernetes.io/restartedAt]'],
    ['Deployment', 'metadata.labels.tier'],
    ['Role', 'metadata.labels.tier'],
    ['Service', 'spec.selector.app'],
  ] as const)('of a %s does not: %s', (kind, path) => {
    expect(isSecurityField(kind, path)).toBe(false);
  });
});
