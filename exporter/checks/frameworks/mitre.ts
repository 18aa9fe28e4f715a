/**
 * Techniques of MITRE ATT&CK for Containers that a check can speak to, and T1552.005 of its matrix for clouds.
 * The mapping is ours: neither MITRE nor other scanners publish one.
 */
export const mitre = {
  T1190: 'Exploit public-facing application',
  T1133: 'External remote services',
  T1078: 'Valid accounts',
  'T1078.001': 'Valid accounts: default accounts',
  T1609: 'Container administration command',
  T1610: 'Deploy container',
  'T1053.007': 'Scheduled task or job: container orchestration job',
  'T1204.003': 'User execution: malicious image',
  'T1098.006': 'Account manipulation: additional container cluster roles',
  'T1136.001': 'Create account: local account',
  'T1543.005': 'Create or modify system process: container service',
  T1525: 'Implant internal image',
  T1068: 'Exploitation for privilege escalation',
  T1611: 'Escape to host',
  T1612: 'Build image on host',
  T1562: 'Impair defenses',
  'T1562.001': 'Impair defenses: disable or modify tools',
  T1070: 'Indicator removal',
  T1036: 'Masquerading',
  'T1550.001': 'Use alternate authentication material: application access token',
  T1110: 'Brute force',
  T1528: 'Steal application access token',
  'T1552.001': 'Unsecured credentials: credentials in files',
  'T1552.005': 'Unsecured credentials: cloud instance metadata API',
  'T1552.007': 'Unsecured credentials: container API',
  T1613: 'Container and resource discovery',
  T1046: 'Network service discovery',
  T1069: 'Permission groups discovery',
  T1485: 'Data destruction',
  T1490: 'Inhibit system recovery',
  T1496: 'Resource hijacking',
  T1498: 'Network denial of service',
  T1499: 'Endpoint denial of service',
} as const;

/** Tactics, each technique under the first one that it serves. */
export const mitreSections: Readonly<Record<string, readonly (keyof typeof mitre)[]>> = {
  'Initial access': ['T1190', 'T1133', 'T1078', 'T1078.001'],
  Execution: ['T1609', 'T1610', 'T1053.007', 'T1204.003'],
  Persistence: ['T1098.006', 'T1136.001', 'T1543.005', 'T1525'],
  'Privilege escalation': ['T1068', 'T1611'],
  'Defense evasion': ['T1612', 'T1562', 'T1562.001', 'T1070', 'T1036', 'T1550.001'],
  'Credential access': ['T1110', 'T1528', 'T1552.001', 'T1552.005', 'T1552.007'],
  Discovery: ['T1613', 'T1046', 'T1069'],
  Impact: ['T1485', 'T1490', 'T1496', 'T1498', 'T1499'],
};
