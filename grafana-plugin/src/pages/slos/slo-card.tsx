import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, TextLink, useStyles2 } from '@grafana/ui';
import { useId } from 'react';
import { useLocation } from 'react-router-dom';
import { thresholds } from '../../../../alerts/generated/thresholds.ts';
import { keptQuery, linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { percentOf } from '../../shown/count.ts';
import { RunbookLink } from '../../shown/runbook-link.tsx';
import type { SloState } from './slo-state.ts';
import { budgetWords, burnWords, historyWords, spentWords, verdictWords } from './slo-words.ts';
import { sparkPath } from './spark-path.ts';

/** One SLO: what it asks and promises, how it stands, and who used up its budget. */
export function SloCard({ state }: { readonly state: SloState }) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const { search } = useLocation();
  const { measure, question, aim, owner, alerts } = thresholds[state.id];
  const [alert] = alerts;
  return (
    <article className={styles.card} aria-labelledby={id} data-slo={state.id} data-verdict={state.verdict}>
      <header className={styles.head}>
        <h2 id={id} className={styles.question}>
          <span className={styles.measure}>{measure}</span> {question}
        </h2>
        <span className={styles.verdict}>
          <Icon name={icons[state.verdict]} className={styles[state.verdict]} aria-hidden="true" />
          {verdictWords[state.verdict]}
        </span>
      </header>
      <p className={styles.aim}>
        Good is {aim}. Target: {percentOf(state.target)} of 30 days. Owner: {owner}.
      </p>
      <Figures state={state} />
      <Spenders state={state} />
      <footer className={styles.links}>
        <TextLink
          href={linkTo('slos', [], { ...keptQuery(search), 'var-slo': state.id })}
          inline
          variant="bodySmall"
          aria-label={`History below: ${measure} ${question}`}
        >
          History below
        </TextLink>
        {alert !== undefined && <RunbookLink alert={alert} />}
      </footer>
    </article>
  );
}

function Figures({ state: { left, burn, good, history, absent } }: { readonly state: SloState }) {
  const styles = useStyles2(getStyles);
  const line = sparkPath(history, 120, 28);
  return (
    <>
      {absent !== undefined && (
        <p className={styles.absent} data-testid={`slo-${absent.why}`}>
          {absent.text}.
        </p>
      )}
      {(left !== undefined || burn !== undefined) && (
        <dl className={styles.figures}>
          {left !== undefined && <Figure name="Budget left" value={budgetWords(left)} />}
          {burn !== undefined && <Figure name="Burning now" value={burnWords(burn)} />}
          {good !== undefined && <Figure name="Good in 30 days" value={percentOf(good)} />}
          {line !== '' && (
            <div>
              <dt>Budget over time</dt>
              <dd>
                <svg viewBox="-1 -1 122 30" width={122} height={30} aria-hidden="true">
                  <path d={line} fill="none" stroke="currentColor" strokeWidth={1.5} />
                </svg>
                <span className={styles.range}>{historyWords(history)}</span>
              </dd>
            </div>
          )}
        </dl>
      )}
    </>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Spenders({ state: { spenders, left } }: { readonly state: SloState }) {
  const styles = useStyles2(getStyles);
  if (left === undefined || spenders.length === 0) return null;
  return (
    <div>
      <h3 className={styles.small}>What used the budget up</h3>
      <ul className={styles.spenders}>
        {spenders.map(({ name, cluster, spent }) => (
          <li key={name}>
            {cluster === undefined ? (
              <ClusterText text={name} most={60} />
            ) : (
              <TextLink href={linkTo('clusters', [cluster])} inline variant="bodySmall">
                {name}
              </TextLink>
            )}{' '}
            {spentWords(spent)}
          </li>
        ))}
      </ul>
    </div>
  );
}

const icons: Readonly<Record<SloState['verdict'], IconName>> = {
  kept: 'check-circle',
  'at-risk': 'exclamation-triangle',
  missed: 'times-circle',
  unknown: 'question-circle',
};

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    flex: 1,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5, 2),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  head: css({ display: 'flex', justifyContent: 'space-between', gap: theme.spacing(1) }),
  question: css({ margin: 0, fontSize: theme.typography.h5.fontSize }),
  measure: css({ color: theme.colors.text.secondary }),
  verdict: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5), whiteSpace: 'nowrap' }),
  kept: css({ color: theme.colors.success.text }),
  'at-risk': css({ color: theme.colors.warning.text }),
  missed: css({ color: theme.colors.error.text }),
  unknown: css({ color: theme.colors.text.secondary }),
  aim: css({ margin: 0, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  absent: css({ margin: 0, color: theme.colors.text.secondary }),
  figures: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 2.5),
    margin: 0,
    dt: { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, fontWeight: 'normal' },
    dd: { margin: 0, fontSize: theme.typography.h5.fontSize },
  }),
  range: css({ marginLeft: theme.spacing(1), fontSize: theme.typography.bodySmall.fontSize }),
  small: css({
    margin: 0,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    color: theme.colors.text.secondary,
  }),
  spenders: css({ margin: 0, paddingLeft: theme.spacing(2), fontSize: theme.typography.bodySmall.fontSize }),
  links: css({ marginTop: 'auto', display: 'flex', gap: theme.spacing(2) }),
});
