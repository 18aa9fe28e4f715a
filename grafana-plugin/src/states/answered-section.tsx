import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApiFailure } from '../api/failure.ts';
import { Section } from '../shown/section.tsx';
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
export function AnsweredSection<T>({ title, beside, answer, children }: Props<T>) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.apart}>
      <Section framed title={title} actions={beside}>
        {answer.isPending ? (
          <SkeletonRows rows={3} label={`Loading ${title.toLowerCase()}`} />
        ) : (
          <Answered answer={answer} of={title}>
            {children}
          </Answered>
        )}
      </Section>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({ apart: css({ marginBottom: theme.spacing(2) }) });
