/** Scopes that routes declare and tokens carry. */
export const scopes = [
  'probe',
  'metrics:read',
  'findings:read',
  'waivers:write',
  'windows:write',
  'baselines:write',
  'alerts:write',
  'drills:write',
  'iac:write',
] as const;
export type Scope = (typeof scopes)[number];
