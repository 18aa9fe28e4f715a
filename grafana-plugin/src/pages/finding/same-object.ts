import type { ApiAlert, ApiFinding, ApiObjectRef } from '#contract';

/** Findings of the same object among those that a search for its name found. */
export function ofSameObject(
  finding: Pick<ApiFinding, 'id' | 'cluster' | 'object'>,
  found: readonly ApiFinding[],
): readonly ApiFinding[] {
  return found.filter(
    ({ id, cluster, object }) => id !== finding.id && cluster === finding.cluster && isSame(object, finding.object),
  );
}

/** Alerts about the finding, the newest first: of its check and its object; those about its object alone, as signs of exploitation are, too. */
export function alertsAbout(
  finding: Pick<ApiFinding, 'cluster' | 'check' | 'object'>,
  alerts: readonly ApiAlert[],
): readonly ApiAlert[] {
  return alerts
    .filter(
      ({ cluster, check, object, drill }) =>
        drill !== true &&
        cluster === finding.cluster &&
        (check === undefined || check === finding.check) &&
        object !== undefined &&
        isSame(object, finding.object),
    )
    .toSorted((a, b) => Date.parse(b.startsAt) - Date.parse(a.startsAt));
}

type Named = Pick<ApiObjectRef, 'kind' | 'name' | 'namespace'>;

function isSame(a: Named, b: Named): boolean {
  return a.kind === b.kind && a.name === b.name && (a.namespace ?? '') === (b.namespace ?? '');
}
