import { severities } from '../../contract/index.ts';
import { resourceLabel } from '../../model/kinds.ts';
import { reasonsNotClean } from '../not-clean.ts';
import type { ClusterView, KindState, Posture } from '../posture.ts';
import { html, type Html } from './html.ts';
import { ago, counted, ofHundred, percent, points } from './wording.ts';

const driversShown = 5;
const reasonsShown = 4;

/** Everything about one cluster that fits on a card. */
export function clusterCard(cluster: ClusterView, now: number): Html {
  const { name, id, version, provider, posture } = cluster;
  const reasons = reasonsNotClean(cluster);
  const facts = [version, provider === 'unknown' ? '' : provider].filter((fact) => fact !== '');
  return html`<article class="card">
    <header>
      <h3><bdi>${name}</bdi></h3>
      ${badge(cluster, reasons)}
    </header>
    <p class="meta">
      ${facts.length > 0 ? html`<bdi>${facts.join(' · ')}</bdi> · ` : undefined}${freshness(cluster, now)}${ledBy(cluster)}
      ${id === '' ? undefined : html` · <a href="/api/v1/clusters/${encodeURIComponent(name)}">details</a>`}
    </p>
    ${whyList(cluster, reasons)} ${posture === undefined ? undefined : [scoreOf(posture), countsOf(posture)]}
    ${unseen(cluster.kinds())}
  </article>`;
}

/** A cluster that should be watched but that nothing delivers. */
export function missingCard(name: string): Html {
  return html`<article class="card">
    <header>
      <h3><bdi>${name}</bdi></h3>
      <span class="badge dirty">Not watched</span>
    </header>
    <ul class="why">
      <li>
        Configuration expects this cluster, but no context or snapshot delivers it. Add one, or remove it from
        <code>clusters.expected</code>.
      </li>
    </ul>
  </article>`;
}

function badge({ posture, up }: ClusterView, reasons: readonly string[]): Html {
  if (posture === undefined)
    return up
      ? html`<span class="badge waiting">First evaluation…</span>`
      : html`<span class="badge dirty">Unreachable</span>`;
  if (!up) return html`<span class="badge dirty">Stale</span>`;
  return reasons.length === 0
    ? html`<span class="badge clean">✓ Clean</span>`
    : html`<span class="badge dirty">✕ Not clean</span>`;
}

function freshness({ lastSuccess, posture }: ClusterView, now: number): Html {
  const heard = lastSuccess === undefined ? 'never heard from' : html`heard from ${ago(lastSuccess, now)}`;
  return posture === undefined ? html`${heard}` : html`${heard} · last change ${ago(posture.at, now)}`;
}

function ledBy({ leadership: { leads, leader } }: ClusterView): Html | undefined {
  return leads || leader === undefined ? undefined : html` · metrics come from <bdi>${leader}</bdi>`;
}

function whyList({ posture, problem }: ClusterView, reasons: readonly string[]): Html | undefined {
  const said = problem === undefined ? reasons : [...reasons, `${capitalized(problem)}.`];
  if (said.length === 0) return undefined;
  const more = said.length - reasonsShown;
  const shown = said.slice(0, reasonsShown).map((reason) => html`<li>${reason}</li>`);
  const rest = more > 0 ? html`<li>… and ${counted(more, 'more reason')}.</li>` : undefined;
  return html`<ul class="why ${posture === undefined && problem === undefined ? 'waiting' : ''}">
    ${shown}${rest}
  </ul>`;
}

function scoreOf({ score, counts, coverage }: Posture): Html {
  if (score === undefined) return html`<p class="soft">No score: nothing has a verdict yet.</p>`;
  const drivers = score.drivers.flatMap(({ check: index, ...driver }) => {
    const check = counts.checks[index];
    return check === undefined ? [] : [{ ...driver, check }];
  });
  const shown = drivers.slice(0, driversShown);
  const others = drivers.slice(driversShown);
  const lostToOthers = others.reduce((sum, { pointsLost }) => sum + pointsLost, 0);
  let left = score.ratio * 1000;
  const segments = shown.map(({ check, pointsLost }) => {
    const width = pointsLost * 1000;
    const segment = html`<rect
      class="${check.severity}"
      x="${left.toFixed(1)}"
      y="0"
      width="${Math.max(0, width - 2).toFixed(1)}"
      height="12"
      ><title>${check.title}: ${points(pointsLost)} points</title></rect
    >`;
    left += width;
    return segment;
  });
  const rest = html`<rect
    class="rest"
    x="${left.toFixed(1)}"
    y="0"
    width="${(lostToOthers * 1000).toFixed(1)}"
    height="12"
  />`;
  return html`<div class="score">
      <b>${ofHundred(score.ratio)}</b><span class="soft">of 100 points · coverage ${percent(coverage)}</span>
    </div>
    <svg
      class="bar"
      viewBox="0 0 1000 12"
      preserveAspectRatio="none"
      role="img"
      aria-label="${points(score.ratio)} of 100 points kept"
    >
      <rect
        class="kept"
        x="0"
        y="0"
        width="${Math.max(0, score.ratio * 1000 - (drivers.length > 0 ? 2 : 0)).toFixed(1)}"
        height="12"
      />
      ${segments}${rest}
    </svg>
    ${
      drivers.length === 0
        ? undefined
        : html`<table class="drivers">
            <caption hidden>
              What costs most points
            </caption>
            <tbody>
              ${shown.map(
                ({ check, pointsLost, failing, total }) =>
                  html`<tr>
                    <td class="number">−${points(pointsLost)}</td>
                    <td>
                      <span class="dot ${check.severity}" title="${check.severity}"></span
                      ><a href="/api/v1/findings?check=${encodeURIComponent(check.id)}">${check.title}</a>
                    </td>
                    <td>${failing.toLocaleString('en')} of ${counted(total, 'object')}</td>
                  </tr>`,
              )}
              ${
                others.length === 0
                  ? undefined
                  : html`<tr>
                      <td class="number">−${points(lostToOthers)}</td>
                      <td class="soft">${counted(others.length, 'more check')}</td>
                      <td></td>
                    </tr>`
              }
            </tbody>
          </table>`
    }`;
}

function countsOf({ findings, counts }: Posture): Html {
  const exempt = counts.checks.reduce((sum, _check, index) => sum + counts.exemptOffences(index), 0);
  return html`<ul class="counts" aria-label="Open findings">
    ${severities.map((severity) => {
      const count = findings.count(severity);
      return html`<li class="${count === 0 ? 'none' : severity}"><b>${count.toLocaleString('en')}</b> ${severity}</li>`;
    })}
    <li class="none"><b>${exempt.toLocaleString('en')}</b> exempt</li>
  </ul>`;
}

function unseen(kinds: readonly KindState[]): Html | undefined {
  const blind = kinds.filter(({ status }) => status !== 'synced' && status !== 'absent');
  if (blind.length === 0) return undefined;
  const byRemedy = Map.groupBy(
    blind,
    ({ status, reason }) => `${remedyFor(status)}${reason === undefined ? '' : ` (${reason})`}`,
  );
  return html`<section class="unseen">
    <h4>What cannot be seen</h4>
    <ul>
      ${[...byRemedy].map(
        ([remedy, states]) =>
          html`<li>
            <code>${states.map(({ kind }) => resourceLabel(kind)).join(', ')}</code>:
            <span class="soft">${remedy}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

function remedyFor(status: KindState['status']): string {
  switch (status) {
    case 'forbidden':
      return 'not permitted. Grant get, list and watch to the exporter; plumbline doctor prints the rule';
    case 'stale':
      return 'the watch has gone silent, so earlier results no longer count. Check the way to the API server';
    case 'pending':
      return 'the first list is not complete yet';
    case 'synced':
    case 'absent':
      return 'nothing is missing';
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, '');
}
