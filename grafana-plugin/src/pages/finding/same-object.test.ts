import { expect, it } from 'vitest';
import type { ApiAlert, ApiFinding } from '#contract';
import { alertsAbout, ofSameObject } from './same-object.ts';

const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const finding = { id: '1', cluster: 'prod', check: 'a', object } as ApiFinding;

it('findings of the same object are those of its kind, place and name, but for itself', () => {
  const others = [
    finding,
    { ...finding, id: '2' },
    { ...finding, id: '3', cluster: 'dev' },
    { ...finding, id: '4', object: { ...object, name: 'web-2' } },
    { ...finding, id: '5', object: { ...object, kind: 'Service' } },
    { ...finding, id: '6', object: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
  ];
  expect(ofSameObject(finding, others).map(({ id }) => id)).toEqual(['2']);
});

it('alerts about a finding are those of its check or of its object alone, the newest first, and no drills', () => {
  const alert = (fingerprint: string, differs: object): ApiAlert =>
    ({
      fingerprint,
      cluster: 'prod',
      check: 'a',
      object,
      startsAt: '2026-01-01T00:00:00Z',
      ...differs,
    }) as unknown as ApiAlert;
  const alerts = [
    alert('old', {}),
    alert('new', { startsAt: '2026-01-02T00:00:00Z', check: undefined }),
    alert('other check', { check: 'b' }),
    alert('other cluster', { cluster: 'dev' }),
    alert('drill', { drill: true }),
    alert('of no object', { object: undefined }),
  ];
  expect(alertsAbout(finding, alerts).map(({ fingerprint }) => fingerprint)).toEqual(['new', 'old']);
});
