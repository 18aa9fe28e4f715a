import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import type { ApiFailure } from '../api/failure.ts';
import { SkeletonRows } from '../shown/skeleton-rows.tsx';
import { Answered } from './answered.tsx';

interface Props<T> {
  readonly title: string;
  /** Stands beside the title: a choice, a link to all of it. */
  readonly beside?: ReactNode;
  readonly answer: UseQueryResult<T, ApiFailure>;
  readonly children: (data: T) => ReactNode;
}

/** A part of a page that has its own question to the exporter: while it waits or fails, the others are shown all the same. */
export function Section<T>({ title, beside, answer, children }: Props<T>) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.section}>
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {beside}
      </div>
      {answer.isPending ? (
        <SkeletonRows rows={3} label={`Loading ${title.toLowerCase()}`} />
      ) : (
        <Answered answer={answer} of={title}>
          {children}
        </Answered>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({
    containerType: 'inline-size',
    marginBottom: theme.spacing(2),
    padding: theme.spacing(1.5, 2),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    breakInside: 'avoid',
    minWidth: 0,
  }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  }),
  title: css({ margin: 0, fontSize: theme.typography.h5.fontSize, fontWeight: theme.typography.fontWeightMedium }),
});
