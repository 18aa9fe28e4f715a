import { yaml } from '../paste.ts';

/** Volumes that belong to a pod, in place of a path of its node. */
export const podVolume = yaml`
  # An emptyDir lasts as long as the pod; what has to last longer goes into a claim.
  spec:
    template:
      spec:
        volumes:
          - name: data
            hostPath: null
            persistentVolumeClaim:
              claimName: data
          - name: scratch
            emptyDir:
              sizeLimit: 256Mi
`;
