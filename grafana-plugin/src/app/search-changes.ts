/** New values of parameters; an empty text or list takes a parameter away. */
export type Changes = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A query with changes; whatever they do not name stays as it is. */
export function replaced(search: URLSearchParams, changes: Changes): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) if (one !== '') next.append(name, one);
  }
  return next;
}
