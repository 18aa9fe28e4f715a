import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConnections, type ConnectChoice } from './connect.ts';

const directory = mkdtempSync(join(tmpdir(), 'plumbline-connect-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function config(current: string | undefined, ...names: string[]) {
  return {
    ...(current === undefined ? {} : { 'current-context': current }),
    contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
    clusters: names.map((name, index) => ({ name, cluster: { server: `https://c${index}.example:6443/` } })),
    users: names.map((name) => ({ name, user: { token: `hush-${name}` } })),
  };
}

function load(choice: Partial<ConnectChoice>, env: NodeJS.ProcessEnv = {}, serviceAccountDirectory = directory) {
  const deps = { env: { HOME: directory, ...env }, clock: () => 0, serviceAccountDirectory };
  return loadConnections({ contexts: 'current', inCluster: 'never', ...choice }, deps);
}

const three = file('three', config('prod-eu', 'prod-eu', 'prod-us', 'dev'));

describe('connections', () => {
  it.each([
    ['the current context', 'current', ['prod-eu']],
    ['every context', 'all', ['prod-eu', 'prod-us', 'dev']],
    ['contexts by pattern, each once', ['prod-*', 'prod-us'], ['prod-eu', 'prod-us']],
  ] as const)('are made for %s', (_, contexts, names) => {
    expect(load({ kubeconfig: three, contexts }).map(({ name }) => name)).toEqual(names);
  });

  it('match names that look like globs or paths', () => {
    const arn = 'arn:aws:eks:eu-west-1:1234:cluster/prod';
    const path = file('eks', config(undefined, arn, 'odd[1]'));
    expect(load({ kubeconfig: path, contexts: ['*prod', 'odd[1]'] }).map(({ name }) => name)).toEqual([arn, 'odd[1]']);
  });

  it('merge the files of KUBECONFIG, the first to define a name winning', () => {
    const other = file('other', { ...config('late', 'late'), clusters: config('x', 'dev', 'late').clusters });
    const KUBECONFIG = [join(directory, 'absent'), three, other].join(':');
    const all = load({ contexts: 'all' }, { KUBECONFIG });
    expect(all.map(({ name }) => name)).toEqual(['prod-eu', 'prod-us', 'dev', 'late']);
    expect(all[0]?.server).toBe('https://c0.example:6443');
  });

  it('use the service account of the pod when no kubeconfig was asked for', async () => {
    file('token', 'pod-token\n');
    file('namespace', 'plumbline\n');
    const pod = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    const [connection] = load({ inCluster: 'auto' }, pod);
    expect(connection).toMatchObject({ name: 'in-cluster', server: 'https://[fd00::1]:443', namespace: 'plumbline' });
    expect((await connection?.ready())?.headers).toEqual({ authorization: 'Bearer pod-token' });
    expect(load({ inCluster: 'auto', kubeconfig: three }, pod)[0]?.name).toBe('prod-eu');
  });

  const broken = file('broken', 'users:\n- name: x\n  user: {token: "hush\n');
  it.each<[string, Partial<ConnectChoice>, string]>([
    [
      'file is not there',
      { kubeconfig: join(directory, 'gone') },
      `kubeconfig ${directory}/gone does not exist: check the path`,
    ],
    ['home has none', {}, `no kubeconfig found at ${directory}/.kube/config: set KUBECONFIG or pass --kubeconfig`],
    ['file is no YAML', { kubeconfig: broken }, `kubeconfig ${broken} line`],
    [
      'context is misspelt',
      { kubeconfig: three, contexts: ['prod-uee'] },
      'no context that matches "prod-uee": did you mean "prod-',
    ],
    [
      'current context is not set',
      { kubeconfig: file('none', config(undefined, 'a')) },
      'has no current-context: run `kubectl config use-context` with one of "a", or name one with --context',
    ],
    [
      'cluster is missing',
      { kubeconfig: file('half', { ...config('a', 'a'), clusters: [] }) },
      'context "a" names the cluster "a", which no file defines: have none',
    ],
    [
      'server is no URL',
      { kubeconfig: file('url', { ...config('a', 'a'), clusters: [{ name: 'a', cluster: { server: 'ftp://x' } }] }) },
      'cluster "a": server "ftp://x" is not an http or https URL',
    ],
    [
      'pod has no account',
      { inCluster: 'always' },
      'not in a cluster: KUBERNETES_SERVICE_HOST or the service account token',
    ],
  ])('fail in words when the %s', (_, choice, message) => {
    expect(() => load(choice)).toThrow(message);
    expect(() => load(choice)).not.toThrow('hush');
  });

  it('name the exec plugin that is not installed', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'no-such-plugin', installHint: 'See docs.' };
    const path = file('exec', { ...config('a', 'a'), users: [{ name: 'a', user: { exec } }] });
    await expect(load({ kubeconfig: path })[0]?.ready()).rejects.toThrow(
      'user "a": the exec plugin "no-such-plugin" was not found: install it or fix PATH. See docs.',
    );
  });
});
