/** Query parameter that narrows the page to teams; repeated, so that a link shows another the same. */
export const teamParameter = 'team';

/** Teams that the URL narrows the page to; none means that everything is shown. */
export function teamsOfUrl(search: string): readonly string[] {
  return [...new Set(new URLSearchParams(search).getAll(teamParameter))].filter((team) => team !== '');
}

/** Teams as somebody's browser or Grafana remembers them; anything else than a list of names is nothing. */
export function rememberedTeams(text: string | null): readonly string[] {
  if (text === null || text === '') return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    // Written by something else, or cut: as if nothing had been chosen.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  return Array.isArray(parsed) ? parsed.filter((team): team is string => typeof team === 'string' && team !== '') : [];
}
