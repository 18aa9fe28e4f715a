import type { Equivalents } from './equivalents.ts';

/** Checks of kube-score, with ours of the same matter. */
export const kubeScore: Equivalents = {
  'container-ephemeral-storage-request-and-limit': ['res-ephemeral-storage'],
  'container-image-pull-policy': ['image-pull-policy'],
  'container-image-tag': ['image-tag-latest'],
  'container-resources': ['res-cpu-request', 'res-cpu-limit', 'res-memory-request', 'res-memory-limit'],
  'container-seccomp-profile': ['pod-seccomp-missing'],
  'container-security-context': ['pod-privileged', 'pod-readonly-rootfs', 'pod-low-uid-gid'],
  'container-security-context-privileged': ['pod-privileged'],
  'container-security-context-readonlyrootfilesystem': ['pod-readonly-rootfs'],
  'container-security-context-user-group-id': ['pod-low-uid-gid'],
  'cronjob-has-deadline': ['rel-job-hygiene'],
  'deployment-has-host-podantiaffinity': ['rel-no-spread'],
  'deployment-has-poddisruptionbudget': ['rel-pdb-missing'],
  'horizontalpodautoscaler-has-target': ['rel-hpa-target-missing'],
  'ingress-targets-service': ['ingress-dangling-backend'],
  'networkpolicy-targets-pod': ['netpol-dangling'],
  'pod-networkpolicy': ['netpol-ingress-uncovered', 'netpol-egress-uncovered'],
  'pod-probes': ['rel-readiness-probe', 'rel-liveness-probe', 'rel-probes-identical'],
  'service-targets-pod': ['svc-dangling'],
  'service-type': ['svc-nodeport'],
  'stable-version': ['deprecated-api-in-use'],
  'statefulset-has-host-podantiaffinity': ['rel-no-spread'],
  'statefulset-has-poddisruptionbudget': ['rel-pdb-missing'],
};
