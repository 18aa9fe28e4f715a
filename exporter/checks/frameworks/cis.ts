export const cis = {
  '5.1.1': 'Use of cluster-admin is limited to where it is needed',
  '5.2.2': 'Privileged containers are not admitted',
} as const;
