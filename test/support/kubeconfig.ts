import { writeFileSync } from 'node:fs';

/** Writes a kubeconfig that reaches `server` with a bearer token. */
export function writeKubeconfig(
  path: string,
  options: { server: string; caFile: string; user: string; token: string },
) {
  const { server, caFile, user, token } = options;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'real', cluster: { server, 'certificate-authority': caFile } }],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: 'real', context: { cluster: 'real', user } }],
    'current-context': 'real',
  };
  // JSON is YAML.
  writeFileSync(path, JSON.stringify(config, undefined, 2), { mode: 0o600 });
}
