/** Roles of a user in the organisation, as Grafana knows them. */
export const roles = ['Viewer', 'Editor', 'Admin'] as const;
export type Role = (typeof roles)[number];

/** Grafana's themes. */
export const themes = ['dark', 'light'] as const;
export type Theme = (typeof themes)[number];

/** What can be wrong with what stands behind Grafana. */
export const faults = [
  /** The token is one that the exporter does not know: its own 401. */
  'exporter-401',
  /** The token lacks the scope: the exporter's own 403. */
  'exporter-403',
  'exporter-500',
  /** The exporter takes the question and never answers. */
  'exporter-slow',
  'exporter-unreachable',
  /** The app has neither a URL of the exporter nor a token. */
  'not-configured',
  'prometheus-down',
  /** Prometheus refuses every query, as it does one that is too expensive. */
  'prometheus-error',
  'prometheus-slow',
  /** Grafana has no Prometheus data source at all. */
  'no-data-source',
] as const;
export type Fault = (typeof faults)[number];

/** How the stand-in treats one browser: kept in a cookie, so that several pages with several faults share one server. */
export interface Knobs {
  readonly role: Role;
  readonly theme: Theme;
  readonly faults: readonly Fault[];
  /** Which of the server's backends stands behind; `demo` unless a test brings others. */
  readonly backend: string;
}

/** How Grafana is when nobody asked for anything else. */
export const usualKnobs: Knobs = { role: 'Admin', theme: 'dark', faults: [], backend: 'demo' };

/** The cookie that holds the knobs. */
export const knobsCookie = 'plumbline-host';

/** The value of the cookie. */
export function encodeKnobs({ role, theme, faults: wanted, backend }: Knobs): string {
  return new URLSearchParams([
    ['role', role],
    ['theme', theme],
    ['backend', backend],
    ...wanted.map((fault) => ['fault', fault]),
  ]).toString();
}

/** Reads `role`, `theme`, `backend` and `fault` (repeated); what is absent is as in `base`. Throws for values that do not exist. */
export function decodeKnobs(search: URLSearchParams, base: Knobs = usualKnobs): Knobs {
  return {
    role: oneOf('role', roles, search.get('role')) ?? base.role,
    theme: oneOf('theme', themes, search.get('theme')) ?? base.theme,
    backend: search.get('backend') ?? base.backend,
    faults: search.has('fault')
      ? search
          .getAll('fault')
          .map((fault) => oneOf('fault', faults, fault))
          .filter((fault) => fault !== undefined)
      : base.faults,
  };
}

/** The knobs of a request. */
export function knobsOf(cookieHeader: string | undefined): Knobs {
  const pair = (cookieHeader ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${knobsCookie}=`));
  return pair === undefined
    ? usualKnobs
    : decodeKnobs(new URLSearchParams(decodeURIComponent(pair.slice(knobsCookie.length + 1))));
}

function oneOf<T extends string>(name: string, known: readonly T[], value: string | null): T | undefined {
  if (value === null || value === '') return undefined;
  const found = known.find((one) => one === value);
  if (found === undefined) throw new Error(`${name}=${value} does not exist; there are ${known.join(', ')}`);
  return found;
}
