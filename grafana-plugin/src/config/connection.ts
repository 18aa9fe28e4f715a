import { metrics, recorded, type ApiAnswers } from '#contract';
import { apiPath, ask } from '../api/client.ts';
import { failureOf } from '../api/failure.ts';
import { chosenDataSource, labelValues } from '../prometheus/data-source.ts';
import { failureWords } from '../states/failure-words.ts';
import type { Settings } from './settings.ts';

/** One link between the app and what it shows. */
export interface ConnectionStep {
  readonly of: 'exporter' | 'prometheus' | 'rules';
  readonly title: string;
  readonly works: boolean;
  /** What was found, or what is wrong. */
  readonly found: string;
  /** What mends it; absent when it works. */
  readonly remedy?: string;
}

/** Tries the way to the exporter, its metrics in Prometheus, and our recording rules, each by itself; never rejects. */
export async function connectionSteps(settings: Settings): Promise<readonly ConnectionStep[]> {
  return Promise.all([exporterStep(settings), metricsStep(settings), rulesStep(settings)]);
}

async function exporterStep({ exporterUrl }: Settings): Promise<ConnectionStep> {
  const step = { of: 'exporter', title: 'Exporter' } as const;
  if (exporterUrl === undefined || exporterUrl === '') {
    const { title, remedy } = failureWords['not-configured'];
    return { ...step, works: false, found: title, remedy };
  }
  try {
    const { total } = await ask<ApiAnswers['clusters']>(apiPath('clusters'), { limit: '1' });
    return { ...step, works: true, found: `answers, with ${total} ${total === 1 ? 'cluster' : 'clusters'}` };
  } catch (thrown) {
    const failure = failureOf(thrown);
    const { title, remedy } = failureWords[failure.kind];
    return { ...step, works: false, found: [title, failure.message].filter(Boolean).join(': '), remedy };
  }
}

async function metricsStep({ dataSourceUid }: Settings): Promise<ConnectionStep> {
  return prometheusStep(dataSourceUid, {
    of: 'prometheus',
    title: 'Metrics in Prometheus',
    series: metrics.clusterInfo.name,
    found: (clusters) => `has metrics of ${clusters} ${clusters === 1 ? 'cluster' : 'clusters'}`,
    missing: 'has no metric of the exporter',
    remedy: 'Let this Prometheus scrape the exporter at /metrics, or choose the data source that does.',
  });
}

async function rulesStep({ dataSourceUid }: Settings): Promise<ConnectionStep> {
  return prometheusStep(dataSourceUid, {
    of: 'rules',
    title: 'Recording rules',
    series: recorded.clusterClean.name,
    found: (clusters) => `recorded for ${clusters} ${clusters === 1 ? 'cluster' : 'clusters'}`,
    missing: 'has no series of our recording rules',
    remedy: 'Load alerts/generated/plumbline.rules.yaml, or the PrometheusRule beside it; SLOs and history need them.',
  });
}

interface Sought {
  readonly of: ConnectionStep['of'];
  readonly title: string;
  readonly series: string;
  readonly found: (clusters: number) => string;
  readonly missing: string;
  readonly remedy: string;
}

async function prometheusStep(uid: string | undefined, sought: Sought): Promise<ConnectionStep> {
  const step = { of: sought.of, title: sought.title };
  const source = chosenDataSource(uid);
  if (source === undefined) {
    return { ...step, works: false, found: 'there is no Prometheus data source', remedy: 'Add one to this Grafana.' };
  }
  try {
    const clusters = await labelValues(source.uid, sought.series, 'cluster');
    if (clusters.length > 0) return { ...step, works: true, found: `${source.name} ${sought.found(clusters.length)}` };
    return { ...step, works: false, found: `${source.name} ${sought.missing}`, remedy: sought.remedy };
  } catch (thrown) {
    const { message } = failureOf(thrown);
    return {
      ...step,
      works: false,
      found: [`${source.name} cannot be asked`, message].filter(Boolean).join(': '),
      remedy: 'Test the data source in Grafana’s connections.',
    };
  }
}
