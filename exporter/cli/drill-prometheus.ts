import { metrics } from '../contract/metrics.ts';
import { drillCheck } from '../contract/vocabulary.ts';
import { tokenIn } from './ask-exporter.ts';
import { UsageError } from './exit.ts';

/** The alert of a drill, as of any new critical finding. */
export const drillAlert = 'KspmCriticalFindingNew';

/** A Prometheus, as a drill looks at it; both reject when it does not answer. */
export interface DrilledPrometheus {
  /** Whether it has the series of a drill. */
  readonly hasSeries: (id: string) => Promise<boolean>;
  /** Whether the alert of a drill fires in it. */
  readonly isFiring: (id: string) => Promise<boolean>;
}

/** How far a drill was seen to get in Prometheus; milliseconds since it was opened. */
export interface SeenInPrometheus {
  readonly scraped?: number;
  readonly firing?: number;
}

/** Looks for a drill in Prometheus, and tells what is new; what does not answer is told of once, and asked again. */
export function lookInPrometheus(
  id: string,
  prometheus: DrilledPrometheus,
  told: (what: string) => number,
): () => Promise<SeenInPrometheus> {
  let seen: SeenInPrometheus = {};
  let hasFailed = false;
  return async () => {
    try {
      if (seen.scraped === undefined && (await prometheus.hasSeries(id)))
        seen = { ...seen, scraped: told('seen in Prometheus') };
      if (seen.firing === undefined && (await prometheus.isFiring(id)))
        seen = { ...seen, firing: told(`${drillAlert} seen firing in Prometheus`) };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      if (!hasFailed) told(error.message);
      hasFailed = true;
    }
    return seen;
  };
}

/** The Prometheus at an address; a path in it is kept, as behind a proxy. */
export function prometheusAt({ url, tokenFile }: { url: string; tokenFile?: string }): DrilledPrometheus {
  const base = URL.parse(url);
  if (base === null || !/^https?:$/.test(base.protocol))
    throw new UsageError(`--prometheus: "${url}" is not an http(s) url`);
  const where = `the Prometheus at ${base.origin}`;
  const token = tokenFile === undefined ? undefined : tokenIn(tokenFile, '--prometheus-token-file');
  const holds = async (query: string) => {
    const at = new URL(`${base.pathname.replace(/\/*$/, '')}/api/v1/query`, base);
    at.searchParams.set('query', query);
    const headers = { ...(token !== undefined && { Authorization: `Bearer ${token}` }) };
    const response = await fetch(at, { headers, signal: AbortSignal.timeout(10_000) }).catch((error: unknown) => {
      throw new UsageError(`${where} does not answer; give --prometheus where its API is`, { cause: error });
    });
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    const answer = (isJson ? await response.json() : {}) as Partial<QueryAnswer>;
    if (response.ok && answer.data !== undefined) return answer.data.result.length > 0;
    throw new UsageError(`${where} answers a query with ${answer.error ?? response.status}`);
  };
  const ofDrill = (id: string) => `check=${JSON.stringify(drillCheck)},resource_name=${JSON.stringify(id)}`;
  return {
    hasSeries: (id) => holds(`${metrics.criticalFindingSince.name}{${ofDrill(id)}}`),
    isFiring: (id) => holds(`ALERTS{alertname="${drillAlert}",alertstate="firing",${ofDrill(id)}}`),
  };
}

/** What Prometheus answers to an instant query, as far as it is read. */
interface QueryAnswer {
  readonly data: { readonly result: readonly unknown[] };
  readonly error: string;
}

/** The stages of the way, each with what took its time; milliseconds since the drill was opened. */
export function stagesOf(
  { scraped, firing }: SeenInPrometheus,
  received: number,
): readonly { readonly what: string; readonly took: number; readonly remedy: string }[] {
  if (firing === undefined) return [];
  return [
    ...(scraped === undefined || scraped > firing
      ? [{ what: 'exporter, scrape and rules', took: firing, remedy: 'scrape_interval and the interval of the rules' }]
      : [
          { what: 'exporter and scrape', took: scraped, remedy: 'scrape_interval, and what leads to the exporter' },
          {
            what: 'rules',
            took: firing - scraped,
            remedy: 'the interval and the duration of the group plumbline-critical-findings',
          },
        ]),
    {
      what: 'Alertmanager and receiver',
      took: Math.max(0, received - firing),
      remedy: 'group_wait of the route, and what leads from Prometheus to Alertmanager and on to the ledger',
    },
  ];
}
