/** Grafana's own variables, as they might be. */
const intervals = { __rate_interval: '5m', __interval: '1m', __range: '30d' } as const;

/** A query as Prometheus would get it, with every variable of the page set to `All`. */
export function interpolated(expr: string, variables: readonly { readonly name: string; readonly all: string }[]) {
  const values = new Map<string, string>([
    ...Object.entries(intervals),
    ...variables.map(({ name, all }): [string, string] => [name, all]),
  ]);
  return expr.replaceAll(/\$(\w+)/g, (whole, name: string) => (/^\d/.test(name) ? whole : (values.get(name) ?? whole)));
}

/** Names of the variables that a text of Grafana mentions. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$(?:\{(\w+)[^}]*\}|([A-Za-z_]\w*))/g)].map(([, braced, bare]) => braced ?? bare ?? '');
}
