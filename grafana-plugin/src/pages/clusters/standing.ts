import { standingIn, type ApiCluster, type Standing } from '#contract';

/** A word on how a cluster stands, and the sentences behind it. */
export interface StandingInWords {
  readonly standing: Standing;
  readonly label: string;
  readonly reasons: readonly string[];
}

/** Puts how a cluster stands into words. */
export function standingOf(cluster: ApiCluster): StandingInWords {
  const standing = standingIn({ ...cluster, critical: cluster.findings.critical });
  if (standing === 'clean') return { standing, label: 'Clean', reasons: [] };
  if (standing === 'not-clean') {
    const said = cluster.notClean.length > 0 ? cluster.notClean : ['Critical findings are open.'];
    const old = cluster.up ? [] : [`Out of reach, this is what was seen last: ${unreached(cluster)}`];
    return { standing, label: 'Not clean', reasons: [...old, ...said] };
  }
  if (cluster.retired !== undefined) {
    return { standing, label: 'Retired', reasons: [`Gone on purpose: ${cluster.retired.reason}`] };
  }
  if (!cluster.watched) {
    return { standing, label: 'Not watched', reasons: ['It is expected, and no exporter reports on it.'] };
  }
  if (!cluster.up) {
    return { standing, label: 'Out of reach', reasons: [unreached(cluster)] };
  }
  return { standing, label: 'Being read', reasons: ['Not every kind has been listed yet.'] };
}

function unreached({ problem }: ApiCluster): string {
  return problem ?? 'its API server does not answer';
}
