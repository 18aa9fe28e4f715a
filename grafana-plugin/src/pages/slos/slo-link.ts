/** Links of dashboards and alerts name an SLO as `slo=`; the same as the page's own choice, or undefined where there is no such link. */
export function chosenByLink(search: string): URLSearchParams | undefined {
  const query = new URLSearchParams(search);
  const named = query.getAll('slo');
  if (named.length === 0) return undefined;
  query.delete('slo');
  query.delete('var-slo');
  for (const slo of named) if (slo !== '') query.append('var-slo', slo);
  return query;
}
