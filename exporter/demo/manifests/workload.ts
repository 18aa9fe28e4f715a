import type { Manifest } from '../../checks/patch.ts';
import { meta, type Fields } from './meta.ts';
import { selectorOf, templateOf, type App } from './pod.ts';

/** A Deployment. */
export function deployment(app: App, { replicas = 2 }: { readonly replicas?: number } = {}): Manifest {
  const selector = { matchLabels: selectorOf(app) };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta(app),
    spec: { replicas, selector, template: templateOf(app), strategy: { type: 'RollingUpdate' } },
  };
}

/** A StatefulSet with one claim per pod, mounted at `data`. */
export function statefulSet(
  app: App,
  { replicas = 3, data, size = '20Gi' }: { readonly replicas?: number; readonly data: string; readonly size?: string },
): Manifest {
  const template = templateOf(app);
  const [first, ...others] = template.spec['containers'] as readonly Fields[];
  const mounts = (first?.['volumeMounts'] ?? []) as readonly Fields[];
  const withData = { ...first, volumeMounts: [...mounts, { name: 'data', mountPath: data }] };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: meta(app),
    spec: {
      replicas,
      serviceName: app.name,
      selector: { matchLabels: selectorOf(app) },
      template: { ...template, spec: { ...template.spec, containers: [withData, ...others] } },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } } },
        },
      ],
    },
  };
}

/** A DaemonSet. */
export function daemonSet(app: App): Manifest {
  const selector = { matchLabels: selectorOf(app) };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: meta(app),
    spec: { selector, template: templateOf(app), updateStrategy: { type: 'RollingUpdate' } },
  };
}

/** A Job, or the part of a CronJob that describes one. */
function jobSpec(app: App): Fields {
  const template = templateOf(app);
  return { backoffLimit: 2, template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } };
}

/** A Job that ran once. */
export function job(app: App): Manifest {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: meta(app), spec: jobSpec(app) };
}

/** A CronJob. */
export function cronJob(app: App, schedule: string): Manifest {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: meta(app),
    spec: { schedule, concurrencyPolicy: 'Forbid', jobTemplate: { spec: jobSpec(app) } },
  };
}
