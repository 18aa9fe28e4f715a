import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import type { Manifest } from '../checks/patch.ts';
import { createMemoryStore } from '../findings/memory-store.ts';
import { watched, type Watched } from '../testing/watched.ts';
import { createWaiverBook } from './book.ts';
import { compileWaiver, type CompiledWaiver } from './compile.ts';
import { waiverOf, type WaiverSpec } from './schema.ts';

const HOUR = 3_600_000;
const start = Date.UTC(2026, 5, 1);
const terms = { checks: checks.map(({ id }) => id), frameworks: [], longestMs: 1e12, clock: () => start };
const used = checks.filter(({ id }) => ['pod-privileged', 'pod-host-pid', 'ns-psa-enforce-missing'].includes(id));

const names = ['a', 'b'] as const;
const namespaces = ['shop', 'blog'] as const;
const tiers = ['x', 'y'] as const;

const namespace = (name: string, tier: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { tier } },
});
const deployment = (name: string, home: string, tier: string, privileged: boolean): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: home, labels: { tier } },
  spec: {
    template: {
      spec: { hostPID: true, containers: [{ name: 'app', image: 'app:1', securityContext: { privileged } }] },
    },
  },
});

const specs = fc.record({
  checks: fc.constantFrom(['pod-privileged'], ['pod-host-pid'], ['pod-privileged', 'ns-psa-enforce-missing']),
  match: fc.constantFrom<WaiverSpec['match']>(
    {},
    { namespaces: ['shop'] },
    { namespaces: ['b*'] },
    { objectSelector: { matchLabels: { tier: 'x' } } },
    { namespaceSelector: { matchLabels: { tier: 'x' } } },
    { resources: [{ kind: 'Deployment', name: 'a' }] },
  ),
  hours: fc.integer({ min: 1, max: 12 }),
});
const waiver = (
  name: string,
  { checks: ids, match, hours }: { checks: readonly string[]; match: WaiverSpec['match']; hours: number },
) => {
  const people = { type: 'mitigated', reason: 'r', requester: 'a', approver: 'b' } as const;
  const expiresAt = new Date(start + hours * HOUR).toISOString();
  return { name, spec: { checks: [...ids], frameworks: [], match, ...people, expiresAt } };
};

type Step = (at: {
  readonly cluster: Watched;
  follow: (files: readonly CompiledWaiver[]) => void;
  pass: (hours: number) => void;
}) => Promise<void>;

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom(...names), fc.constantFrom(...namespaces), fc.constantFrom(...tiers), fc.boolean()).map(
    ([name, home, tier, privileged]): Step =>
      ({ cluster }) =>
        cluster.put(deployment(name, home, tier, privileged)),
  ),
  fc.tuple(fc.constantFrom(...names), fc.constantFrom(...namespaces)).map(
    ([name, home]): Step =>
      ({ cluster }) =>
        cluster.remove('Deployment', home, name),
  ),
  fc.tuple(fc.constantFrom(...namespaces), fc.constantFrom(...tiers)).map(
    ([name, tier]): Step =>
      ({ cluster }) =>
        cluster.put(namespace(name, tier)),
  ),
  fc.array(specs, { maxLength: 3 }).map((chosen): Step => ({ cluster, follow }) => {
    const files = chosen.map((one, index) => waiver(`file-${index}`, one));
    follow(files.map(({ name, spec }) => compileWaiver(waiverOf(name, spec, { kind: 'request' }), terms)));
    return cluster.cycle();
  }),
  fc.tuple(fc.constantFrom('file-0', 'own'), specs).map(([name, one]): Step => ({ cluster }) => {
    const { spec } = waiver(name, one);
    return cluster.put({ apiVersion: 'plumbline.dev/v1alpha1', kind: 'Waiver', metadata: { name }, spec });
  }),
  fc.constantFrom('file-0', 'own').map(
    (name): Step =>
      ({ cluster }) =>
        cluster.remove('Waiver', '', name),
  ),
  fc.integer({ min: -2, max: 5 }).map((hours): Step => ({ cluster, pass }) => {
    pass(hours);
    return cluster.cycle();
  }),
);

const openIn = ({ session }: Watched): readonly string[] =>
  [...(session.posture?.findings.open() ?? [])].map(({ id }) => id).sort();
const exemptIn = ({ session }: Watched): readonly string[] =>
  Array.from(session.exemptOffences(), ({ ref, check, exemption }) => `${ref.name} ${check.id} ${exemption.id}`).sort();

it('what is accepted after any history is what a new look at the same cluster accepts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      let now = start;
      const clock = () => now;
      const book = createWaiverBook(terms, 0);
      const begin = () =>
        watched({ name: 'prod', checks: used, store: createMemoryStore(), clock, waivers: book.of('prod') });
      const cluster = begin();
      await cluster.become([namespace('shop', 'x'), namespace('blog', 'y'), deployment('a', 'shop', 'x', true)]);
      for (const act of steps) {
        await act({ cluster, follow: book.follow, pass: (hours) => (now += hours * HOUR) });
        const fresh = begin();
        const { inventory } = cluster.session;
        const held = (['Namespace', 'Deployment', 'Waiver'] as const).flatMap((kind) => [...inventory.list(kind)]);
        await fresh.become(held);
        expect(openIn(cluster)).toEqual(openIn(fresh));
        expect(exemptIn(cluster)).toEqual(exemptIn(fresh));
      }
    }),
    { numRuns: 60 },
  );
});

it('what ended by a clock that was wrong is accepted again once the clock is set back', async () => {
  let now = start;
  const { name, spec } = waiver('file-0', { checks: ['pod-privileged'], match: {}, hours: 1 });
  const file = compileWaiver(waiverOf(name, spec, { kind: 'request' }), terms);
  const waivers = createWaiverBook(terms, 0, [file]).of('prod');
  const cluster = watched({ name: 'prod', checks: used, store: createMemoryStore(), clock: () => now, waivers });
  await cluster.become([deployment('a', 'shop', 'x', true)]);
  const accepted = () => exemptIn(cluster).length;
  expect(accepted()).toBe(1);
  now += HOUR;
  await cluster.cycle();
  expect(accepted()).toBe(0);
  now -= 60_000;
  await cluster.cycle();
  expect(accepted()).toBe(1);
});
