import type { ApiCluster } from '#contract';
import { NothingWrong, NothingKnown } from '../../shown/empty.tsx';
import { Section } from '../../shown/section.tsx';
import { ClusterFacts } from './cluster-facts.tsx';
import { DriversTable } from './drivers-table.tsx';
import { ScoreHistory } from './history/score-history.tsx';
import { StandingNotice } from './standing-notice.tsx';

/** How a cluster stands, why, and how it got there. */
export function PostureTab({ cluster }: { readonly cluster: ApiCluster }) {
  const { name, drivers, ready, score, coverage } = cluster;
  return (
    <>
      <ClusterFacts cluster={cluster} />
      <StandingNotice cluster={cluster} />
      <ScoreHistory cluster={name} />
      <Section
        title="What the score loses"
        description="Points of a hundred that each failing check costs. All of them and the score are a hundred, but for rounding."
      >
        {drivers.length > 0 ? (
          <DriversTable cluster={name} drivers={drivers} />
        ) : ready && score !== undefined && coverage === 1 ? (
          <NothingWrong message="No check of the score fails" />
        ) : (
          <NothingKnown message="No check is known to fail, and not everything has a verdict" />
        )}
      </Section>
    </>
  );
}
