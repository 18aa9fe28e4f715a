/** Techniques of MITRE ATT&CK, as we map them: neither MITRE nor other scanners publish a mapping of these checks. */
export const mitre = {
  'T1098.006': 'Account manipulation: additional container cluster roles',
  'T1552.001': 'Unsecured credentials: credentials in files',
  'T1552.007': 'Unsecured credentials: container API',
  T1609: 'Container administration command',
  T1610: 'Deploy container',
  T1611: 'Escape to host',
} as const;
