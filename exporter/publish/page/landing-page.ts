import type { Check } from '../../checks/define.ts';
import type { FindingPage } from '../../findings/store.ts';
import type { ClusterView } from '../posture.ts';
import { clusterCard, missingCard } from './cluster-card.ts';
import { findingsTable } from './findings-table.ts';
import { html, trustedHtml, type Html } from './html.ts';
import { style } from './style.ts';
import { counted, percent } from './wording.ts';

export interface Landing {
  readonly clusters: readonly ClusterView[];
  /** Expected names that no cluster has. */
  readonly missing: readonly string[];
  readonly checks: ReadonlyMap<string, Check>;
  readonly worst: FindingPage;
  readonly version: string;
  readonly now: number;
}

const glyph = trustedHtml(
  '<svg viewBox="0 0 22 30" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round">' +
    '<path d="M4 1.5h14M11 1.5v11"/><path d="M6 13h10l-1.5 8L11 28.5 7.5 21z" fill="currentColor"/></svg>',
);

// In one piece: its hash covers every byte between the tags.
const styleElement = trustedHtml(`<style>${style}</style>`);

/** The page that a person sees at `/`: a document without scripts. */
export function landingPage(landing: Landing): Html {
  const { clusters, missing, checks, worst, version, now } = landing;
  const all = clusters.length + missing.length;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Plumbline · security posture of ${counted(all, 'cluster')}</title>
        ${styleElement}
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="top">
          <div class="wrap">
            <h1 class="brand">
              ${glyph}<span>Plumbline <small>security posture of ${counted(all, 'cluster')}</small></span>
            </h1>
            <nav aria-label="Data">
              <a href="/metrics">Metrics</a><a href="/api/v1/findings">Findings</a
              ><a href="/api/v1/clusters">Clusters</a><a href="/api/v1/checks">Checks</a>
            </nav>
          </div>
        </header>
        <main id="main">
          <div class="wrap">
            ${tiles(clusters, all)}
            <h2>
              Worst findings<small
                >${worst.total === 0 ? 'none open' : `${worst.items.length.toLocaleString('en')} of ${counted(worst.total, 'open finding')}`}</small
              >
            </h2>
            ${
              clusters.some(({ posture }) => posture !== undefined)
                ? findingsTable(worst, checks, { showCluster: all > 1, now })
                : html`<div class="sheet"><p class="empty">No cluster is evaluated yet, so nothing is known.</p></div>`
            }
            <h2>Clusters</h2>
            <div class="cards">
              ${missing.map(missingCard)}${worstFirst(clusters).map((cluster) => clusterCard(cluster, now))}
            </div>
            ${
              all === 0
                ? html`<div class="sheet">
                    <p class="empty">
                      No cluster is watched. Name a kubeconfig context or a snapshot; <code>plumbline doctor</code> says
                      what is missing.
                    </p>
                  </div>`
                : undefined
            }
          </div>
        </main>
        <footer>
          <div class="wrap">
            <span>plumbline ${version}</span><span>${counted(checks.size, 'check')}</span>
            <span
              >as of
              <time datetime="${new Date(now).toISOString()}"
                >${new Date(now).toISOString().replace('T', ' ').slice(0, 19)} UTC</time
              >; reload for the current state</span
            >
            <span><a href="/healthz">healthz</a> · <a href="/readyz">readyz</a></span>
          </div>
        </footer>
      </body>
    </html> `;
}

/** Clusters that need someone before those that do not; unknown is worse than bad. */
function worstFirst(clusters: readonly ClusterView[]): readonly ClusterView[] {
  const rank = (cluster: ClusterView): number => {
    const { posture } = cluster;
    if (posture === undefined) return -1;
    if (!cluster.up) return 0;
    return posture.clean ? 2 : 1 - posture.findings.count('critical') / 1e9;
  };
  return [...clusters].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** The fleet at a glance. What is not evaluated is counted as missing, never as good. */
function tiles(clusters: readonly ClusterView[], all: number): Html {
  const evaluated = clusters.flatMap(({ posture }) => (posture === undefined ? [] : [posture]));
  // Good news from a cluster that does not answer is old news.
  const clean = clusters.filter(({ up, posture }) => up && posture?.clean === true).length;
  const open = (severity: 'critical' | 'high') =>
    evaluated.reduce((sum, { findings }) => sum + findings.count(severity), 0);
  const lowest = (values: readonly number[]) => (values.length === 0 ? '–' : percent(Math.min(...values)));
  const scores = evaluated.flatMap(({ score }) => (score === undefined ? [] : [score.ratio]));
  const tone = (isGood: boolean) =>
    evaluated.length < all || all === 0 ? (isGood ? '' : 'bad') : isGood ? 'good' : 'bad';
  const unknown = evaluated.length === 0;
  const number = (count: number) => (unknown ? '–' : count.toLocaleString('en'));
  return html`<dl class="tiles">
    <div class="tile ${tone(clean === all)}">
      <dt>Clean clusters</dt>
      <dd>${clean} <small>of ${all}</small></dd>
    </div>
    <div class="tile ${unknown ? '' : tone(open('critical') === 0)}">
      <dt>Open critical findings</dt>
      <dd>${number(open('critical'))}</dd>
    </div>
    <div class="tile">
      <dt>Open high findings</dt>
      <dd>${number(open('high'))}</dd>
    </div>
    <div class="tile">
      <dt>${all > 1 ? 'Lowest score' : 'Score'}</dt>
      <dd>${lowest(scores)}</dd>
    </div>
    <div class="tile">
      <dt>${all > 1 ? 'Lowest coverage' : 'Coverage'}</dt>
      <dd>${lowest(evaluated.map(({ coverage }) => coverage))}</dd>
    </div>
  </dl>`;
}
