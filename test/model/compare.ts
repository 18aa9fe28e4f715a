import { severities } from '../../exporter/contract/index.ts';
import type { StoredFinding } from '../../exporter/findings/store.ts';
import type { Finding } from '../../exporter/model/finding.ts';
import { agree } from './agree.ts';
import { countsOf, openAt, remediationOf, windowOf } from './figures.ts';
import { judgedKinds, offencesOf, openIn, standingOf, type Entry, type Episode } from './reference.ts';
import type { CheckId } from './universe.ts';
import { clusterName, waiverLeadMs, type World } from './world.ts';
import { historyOf } from '../../exporter/testing/history.ts';

type Plain = Omit<Episode, 'thing' | 'container'>;

function ofEpisode({ thing: _thing, container: _container, ...episode }: Episode): Plain {
  return episode;
}

function ofFinding(finding: Finding): Plain {
  const { check, object, container, severity, team, firstSeen, estimated, criticalSince, openedBecause } = finding;
  return {
    key: `${check} ${object.kind}/${object.namespace}/${object.name} ${container ?? ''}`,
    check: check as CheckId,
    severity,
    team: team.team,
    firstSeen,
    estimated,
    criticalSince,
    openedBecause,
  };
}

function sorted(plain: readonly Plain[]): readonly Plain[] {
  // A time through which the clock went twice may hold a finding twice.
  const words = (one: Plain) => `${one.key} ${JSON.stringify(one, Object.keys(one).sort())}`;
  return plain.toSorted((a, b) => (words(a) < words(b) ? -1 : 1));
}

/** What the session shows is what the specification says. */
export function compareShown(world: World): void {
  const { session, holding, now } = world;
  const { posture } = session;
  agree(posture !== undefined, world.isShown, 'whether anything is shown');
  if (posture === undefined || holding === undefined) return;
  const { book } = holding;
  agree(posture.memory, world.memory, 'memory');
  agree(posture.baselineAt, book.baselineAt, 'baseline');
  agree(sorted([...posture.findings.open()].map(ofFinding)), sorted(openIn(book).map(ofEpisode)), 'open');
  compareExemptions(world);
  if (!holding.isKept) return;
  const { ledger, remediations } = posture.findings;
  const counted = Object.entries(ledger.counters().transitions).filter(([, count]) => count > 0);
  agree(new Map(counted), new Map(countsOf(book)), 'transitions');
  for (const severity of severities) {
    agree(ledger.remediation(severity), remediationOf(book, severity), `remediation of ${severity}`);
    agree(remediations.figures(severity, '7d', now), windowOf(book, severity, 7, now), `week of ${severity}`);
    if (world.prunedBefore > -Infinity) continue;
    agree(remediations.figures(severity, '30d', now), windowOf(book, severity, 30, now), `month of ${severity}`);
  }
}

/** Exempt offences per check, and what waivers are worth. */
function compareExemptions(world: World): void {
  const { session, grants, now } = world;
  const view = world.view();
  const accepted = new Map<string, number>();
  const used = new Map<string, number>(grants.map(({ name }) => [name, 0]));
  for (const thing of view.seen.values()) {
    if (standingOf(thing, view) !== 'judged') continue;
    for (const check of Object.keys(view.setup) as CheckId[]) {
      if (!judgedKinds(check).includes(thing.kind)) continue;
      const offences = offencesOf(check, thing, view);
      for (const container of offences === 'undecided' ? [] : offences) {
        const [longest] = grants
          .filter((grant) => world.covers(grant, check, thing, container))
          .sort((a, b) => b.expiresAt - a.expiresAt || (a.name < b.name ? -1 : 1));
        if (longest === undefined) continue;
        accepted.set(check, (accepted.get(check) ?? 0) + 1);
        used.set(longest.name, (used.get(longest.name) ?? 0) + 1);
      }
    }
  }
  const counts = session.posture?.counts;
  session.evaluator.checks.forEach(({ id }, index) => {
    agree(counts?.exemptOffences(index), accepted.get(id) ?? 0, `exempt of ${id}`);
  });
  const states = session.waivers(now).map(({ waiver: { name }, state }) => `${name} ${state}`);
  const expected = grants.map(({ name, expiresAt }) => {
    if (now >= expiresAt) return `${name} expired`;
    if (used.get(name) === 0) return `${name} unused`;
    return `${name} ${now >= expiresAt - waiverLeadMs ? 'expiring' : 'active'}`;
  });
  agree(states, expected, 'waivers');
}

/** What the store tells is what was committed, now and at earlier times. */
export async function compareStored(world: World): Promise<void> {
  const { truth, clusterId, holding, prunedBefore } = world;
  if (world.store.answering === 'never' || holding?.isKept !== true) return;
  const store = world.store.port;
  const book = truth.durable;
  const openNow = await store.query({ clusters: [clusterName] }, 10_000);
  const stored = sorted(openNow.items.map(({ finding }) => ofFinding(finding)));
  agree(stored, sorted(openIn(book).map(ofEpisode)), 'stored');
  const isWhole = prunedBefore === -Infinity;
  const changes = isWhole ? await historyOf(store, clusterId) : [];
  const told = changes.map(({ transition: { type, reason, at, finding } }): Line => ({
    type,
    reason,
    at,
    episode: ofFinding(finding),
  }));
  if (isWhole) {
    const written = book.log.map((entry) => ({ ...entry, episode: ofEpisode(entry.episode) }));
    agree(byFinding(told), byFinding(written), 'history');
    const [first] = changes;
    const id = first?.transition.finding.id ?? '';
    const own = changes.filter(({ transition }) => transition.finding.id === id);
    agree(await store.history(id, 1_000), own, 'history of one');
  } else if (world.wentBack || world.wasElsewhere) return;
  // A cluster whose name leads elsewhere now is part of the past of that name.
  const ids = new Set(changes.map(({ transition: { finding } }) => finding.id));
  const isOwn = ({ finding }: StoredFinding): boolean => (isWhole ? ids.has(finding.id) : true);
  for (const at of new Set(book.log.slice(-6).flatMap(({ at }) => [at - 1, at]))) {
    if (at < prunedBefore) continue;
    const then = await store.query({ clusters: [clusterName], at }, 10_000);
    const expected = sorted(isWhole ? openAt(told, at) : openAt(book.log, at).map(ofEpisode));
    agree(sorted(then.items.filter(isOwn).map(({ finding }) => ofFinding(finding))), expected, `open at ${at}`);
  }
}

type Line = Omit<Entry, 'episode'> & { readonly episode: Plain };

/** The lines on each finding, without those that say again what was said: paths and messages are not compared. */
function byFinding(lines: readonly Line[]): ReadonlyMap<string, readonly Line[]> {
  const byKey = new Map<string, Line[]>();
  for (const line of lines) {
    const own = byKey.get(line.episode.key) ?? [];
    byKey.set(line.episode.key, own);
    const before = own.at(-1)?.episode;
    const saysAgain =
      line.type === 'updated' && before?.severity === line.episode.severity && before.team === line.episode.team;
    if (!saysAgain) own.push(line);
  }
  return byKey;
}
