import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import { createMemoryStore } from '../findings/memory-store.ts';
import type { KubeObject } from '../model/object.ts';
import { watched } from '../testing/watched.ts';
import { annotationExemptions, proposalsAt } from './annotations.ts';
import { createWaiverBook } from './book.ts';
import { kubeLinter } from './peers/kube-linter.ts';
import { kubeScore } from './peers/kube-score.ts';
import { kubescape } from './peers/kubescape.ts';
import { polaris } from './peers/polaris.ts';

const annotated = (annotations: Readonly<Record<string, string>>): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', annotations },
});

describe('annotations of other tools', () => {
  it.each<[string, Readonly<Record<string, string>>, string[]]>([
    [
      'of Kubescape name controls, a reason and an end',
      {
        'kubescape.io/skip-controls': 'C-0057, C-0034,C-9999',
        'kubescape.io/skip-reason': 'old\u001b[31m',
        'kubescape.io/skip-expiry': '2026-07-01T00:00:00Z',
      },
      ['kubescape pod-privileged,sa-token-automount "old [31m" 2026-07-01T00:00:00.000Z'],
    ],
    [
      'of Kubescape with an end that cannot be read ask for nothing',
      { 'kubescape.io/skip-controls': 'C-0057', 'kubescape.io/skip-expiry': 'soon' },
      [],
    ],
    [
      'of Polaris name checks that are exempt',
      { 'polaris.fairwinds.com/hostPIDSet-exempt': 'true', 'polaris.fairwinds.com/hostIPCSet-exempt': 'false' },
      ['polaris pod-host-pid "No reason is given" never'],
    ],
    [
      'of KubeLinter give a reason for each check',
      { 'ignore-check.kube-linter.io/ssh-port': 'a bastion', 'ignore-check.kube-linter.io/toString': 'x' },
      ['kube-linter pod-ssh-port "a bastion" never'],
    ],
    [
      'of kube-score list checks',
      { 'kube-score/ignore': 'service-type, other' },
      ['kube-score svc-nodeport "No reason is given" never'],
    ],
    ['of nobody ask for nothing', { team: 'shop' }, []],
  ])('%s', (_claim, annotations, expected) => {
    const told = proposalsAt(annotated(annotations)).map(
      ({ tool, checks: ids, reason, expiresAt }) =>
        `${tool} ${[...ids].join()} "${reason}" ${expiresAt === undefined ? 'never' : new Date(expiresAt).toISOString()}`,
    );
    expect(told).toEqual(expected);
  });

  it.each(Object.entries({ kubescape, polaris, kubeLinter, kubeScore }))(
    'of %s are about checks that exist',
    (_tool, equivalents) => {
      const ids = new Set<string>(checks.map(({ id }) => id));
      expect(
        Object.values(equivalents)
          .flat()
          .filter((id) => !ids.has(id)),
      ).toEqual([]);
    },
  );
});

describe('an annotation', () => {
  let now = Date.UTC(2026, 5, 1);
  const terms = { checks: [], frameworks: [], longestMs: 0, clock: () => now };
  const used = checks.filter(({ id }) => id === 'pod-privileged' || id === 'pod-host-ports');
  const bad = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'web',
      namespace: 'shop',
      annotations: { 'kubescape.io/skip-controls': 'C-0057,C-0044', 'kubescape.io/skip-expiry': '2026-06-10' },
    },
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: 'app',
              image: 'app:1',
              ports: [{ containerPort: 80, hostPort: 80 }],
              securityContext: { privileged: true },
            },
          ],
        },
      },
    },
  };

  async function open(tools: readonly 'kubescape'[]) {
    const exempt = annotationExemptions({
      tools,
      worst: 'medium',
      severityOf: (check) => used.find(({ id }) => id === check)?.severity,
    });
    const book = createWaiverBook(terms, 0, [], { tools, exempt });
    const cluster = watched({
      name: 'prod',
      checks: used,
      store: createMemoryStore(),
      clock: () => now,
      waivers: book.of('prod'),
    });
    await cluster.become([bad]);
    return {
      ...cluster,
      findings: () => [...(cluster.session.posture?.findings.open() ?? [])].map(({ check }) => check).sort(),
      proposed: () => cluster.session.proposedWaivers().map(({ state, matched }) => `${state} ${matched}`),
    };
  }

  it('is a proposal, and accepts nothing, unless the configuration honours its tool', async () => {
    const { findings, proposed } = await open([]);
    expect(findings()).toEqual(['pod-host-ports', 'pod-privileged']);
    expect(proposed()).toEqual(['proposed 2']);
  });

  it('that is honoured accepts what is not too severe, until it ends', async () => {
    const cluster = await open(['kubescape']);
    const { findings, proposed } = cluster;
    expect(findings()).toEqual(['pod-privileged']);
    expect(proposed()).toEqual(['active 1']);
    now = Date.UTC(2026, 5, 11);
    cluster.session.inventory.setNow(now);
    await cluster.cycle();
    expect(findings()).toEqual(['pod-host-ports', 'pod-privileged']);
  });
});
