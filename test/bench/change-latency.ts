import { setTimeout as sleep } from 'node:timers/promises';
import { metrics } from '../../exporter/contract/index.ts';
import { startFakeApiServer } from '../support/fake-api-server.ts';
import { startExporter } from './exporter-child.ts';
import { ms, print, quantile, ratio } from './figures.ts';
import { rawDeployment } from './workloads.ts';

type Manifest = Parameters<Awaited<ReturnType<typeof startFakeApiServer>>['put']>[1];

/** (c) A change in the API until its result is in /metrics, at two sizes of the cluster. */
export async function benchChangeLatency(
  sizes: readonly [number, number] = [1_000, 50_000],
  samples = 120,
): Promise<void> {
  const [small, large] = [await measure(sizes[0], samples), await measure(sizes[1], samples)];
  const [p99Small, p99Large] = [quantile(small, 0.99), quantile(large, 0.99)];
  print('(c) change in the API → new value in /metrics, changes at random moments', [
    {
      what: `${sizes[0]} objects: p50, p99`,
      value: `${ms(quantile(small, 0.5))}, ${ms(p99Small)}`,
      aim: '< 1 s',
      met: p99Small < 1000,
    },
    {
      what: `${sizes[1]} objects: p50, p99`,
      value: `${ms(quantile(large, 0.5))}, ${ms(p99Large)}`,
      aim: '< 1 s',
      met: p99Large < 1000,
    },
    { what: 'p99, large / small', value: ratio(p99Large / p99Small), aim: '≤ 1.5', met: p99Large / p99Small <= 1.5 },
  ]);
}

async function measure(objects: number, samples: number): Promise<number[]> {
  const server = await startFakeApiServer();
  server.put('Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
  for (let index = 0; index < objects; index++) server.put('Deployment', rawDeployment(index) as Manifest);
  const exporter = await startExporter(server.url);
  try {
    const latencies: number[] = [];
    let failing = await failingHostPid(exporter.url);
    for (let sample = 0; sample < samples; sample++) {
      // None shares the process namespace of its node at first; each sample makes one more.
      const manifest = structuredClone(rawDeployment(sample * 10 + 1)) as {
        spec: { template: { spec: { hostPID?: boolean } } };
      };
      manifest.spec.template.spec.hostPID = true;
      await sleep(Math.random() * 400);
      const start = performance.now();
      server.put('Deployment', manifest as unknown as Manifest);
      failing += 1;
      while ((await failingHostPid(exporter.url)) < failing) await sleep(2);
      latencies.push(performance.now() - start);
    }
    return latencies;
  } finally {
    await exporter.stop();
    await server.close();
  }
}

const series = new RegExp(`^${metrics.checkResources.name}\\{.*check="pod-host-pid".*status="fail".*\\} (\\d+)`, 'm');

async function failingHostPid(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const match = series.exec(text);
  if (match === null) throw new Error('the series is not in /metrics');
  return Number(match[1]);
}
