import type { Check } from '../../checks/define.ts';
import type { FindingPage, StoredFinding } from '../../findings/store.ts';
import { kinds } from '../../model/kinds.ts';
import { html, type Html } from './html.ts';
import { ago } from './wording.ts';

/** The worst open findings: what, where, whose, since when. */
export function findingsTable(
  { items }: FindingPage,
  checks: ReadonlyMap<string, Check>,
  options: { readonly showCluster: boolean; readonly now: number },
): Html {
  const { showCluster, now } = options;
  if (items.length === 0) return html`<div class="sheet"><p class="empty">No open finding.</p></div>`;
  return html`<div class="sheet">
    <table>
      <thead>
        <tr>
          <th scope="col">Severity</th>
          <th scope="col">What</th>
          <th scope="col">Where</th>
          <th scope="col">Owner</th>
          <th scope="col">Since</th>
        </tr>
      </thead>
      <tbody>
        ${items.map((stored) => row(stored, checks.get(stored.finding.check), showCluster, now))}
      </tbody>
    </table>
  </div>`;
}

function row({ cluster, finding }: StoredFinding, check: Check | undefined, showCluster: boolean, now: number): Html {
  const { id, severity, object, team, message, firstSeen } = finding;
  return html`<tr>
    <td><span class="tag ${severity}">${severity}</span></td>
    <td class="what">
      <strong><a href="/api/v1/findings/${id}">${check?.title ?? finding.check}</a></strong>
      <div class="message"><bdi>${message}</bdi></div>
    </td>
    <td class="where">
      <span class="soft">${kinds[object.kind].kind}</span>
      <bdi class="name">${object.name}</bdi>
      <div class="soft">
        ${object.namespace === '' ? 'cluster-scoped' : html`in <bdi>${object.namespace}</bdi>`}
        ${showCluster ? html` · <bdi>${cluster}</bdi>` : undefined}
      </div>
    </td>
    <td><bdi>${team.team}</bdi></td>
    <td class="since">${ago(firstSeen, now)}</td>
  </tr>`;
}
