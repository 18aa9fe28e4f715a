import { Button, TextLink } from '@grafana/ui';
import { useState } from 'react';
import type { ApiScoreDriver } from '#contract';
import { linkTo } from '../../routes.ts';
import { counted, numberOf } from '../../shown/count.ts';
import { NumberCell, PlainTable } from '../../shown/plain-table.tsx';
import { SeverityBadge } from '../../shown/severity-badge.tsx';

interface Props {
  readonly cluster: string;
  /** The costliest first. */
  readonly drivers: readonly ApiScoreDriver[];
}

const shownAtFirst = 10;

/** What each failing check costs of the score, the costliest first. */
export function DriversTable({ cluster, drivers }: Props) {
  const [all, setAll] = useState(false);
  const shown = all ? drivers : drivers.slice(0, shownAtFirst);
  return (
    <>
      <PlainTable caption="What the score loses, by check" minWidth={640} data-testid="drivers">
        <thead>
          <tr>
            <th scope="col">Check</th>
            <th scope="col">Severity</th>
            <th scope="col">Points lost</th>
            <th scope="col">Failing objects</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ check, title, severity, pointsLost, failing, total }) => (
            <tr key={check}>
              <th scope="row">
                <TextLink href={linkTo('checks', [check])} inline>
                  {title}
                </TextLink>
              </th>
              <td>
                <SeverityBadge severity={severity} />
              </td>
              <NumberCell>{(pointsLost * 100).toFixed(2)}</NumberCell>
              <NumberCell>
                <TextLink
                  href={linkTo('findings', [], { cluster: [cluster], check })}
                  inline
                  aria-label={`${counted(failing, 'failing object')} of ${numberOf(total)}: findings of ${check}`}
                >
                  {numberOf(failing)}
                </TextLink>{' '}
                of {numberOf(total)}
              </NumberCell>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {drivers.length > shownAtFirst && (
        <Button fill="text" size="sm" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Show the costliest only' : `Show all ${drivers.length} checks`}
        </Button>
      )}
    </>
  );
}
