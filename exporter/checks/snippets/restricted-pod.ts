import { yaml } from '../paste.ts';

/** What the restricted Pod Security standard asks of a workload. */
export const restrictedPod = yaml`
  # Every container, init containers too.
  spec:
    template:
      spec:
        hostNetwork: false
        hostPID: false
        hostIPC: false
        securityContext:
          runAsNonRoot: true
          runAsUser: 10001
          runAsGroup: 10001
          seccompProfile:
            type: RuntimeDefault
        containers:
          - name: app
            securityContext:
              privileged: false
              allowPrivilegeEscalation: false
              readOnlyRootFilesystem: true
              capabilities:
                add: null
                drop: [ALL]
`;
