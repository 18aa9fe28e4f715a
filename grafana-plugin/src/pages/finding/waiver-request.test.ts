import { describe, expect, it } from 'vitest';
import { formFor, problemsOf, requestOf, scopesFor } from './waiver-request.ts';

const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const finding = { check: 'pod-privileged', cluster: 'prod', object, container: 'app' };
const clusterScoped = { ...finding, object: { apiVersion: 'v1', kind: 'ClusterRoleBinding', name: 'system:x' } };
const now = Date.parse('2026-05-01T10:00:00Z');

describe('a request for a waiver', () => {
  it('begins with this object alone, for a month', () => {
    expect(formFor(finding, 'alex', now)).toMatchObject({
      name: 'web-pod-privileged',
      scope: 'object',
      requester: 'alex',
      approver: '',
      expiresAt: '2026-05-31',
    });
  });

  it.each([
    ['system:controller:x', 'system-controller-x-pod-privileged'],
    ['a'.repeat(300), 'a'.repeat(63)],
    [`${'a'.repeat(62)}:b`, 'a'.repeat(62)],
    ['---', 'pod-privileged'],
  ])('has a name that objects may have, whatever %s is called', (name, made) => {
    expect(formFor({ ...finding, object: { ...object, name } }, '', now).name).toBe(made);
  });

  it.each([
    [
      'object',
      {
        clusters: ['prod'],
        namespaces: ['shop'],
        resources: [{ kind: 'Deployment', name: 'web' }],
        containers: ['app'],
      },
    ],
    ['namespace', { clusters: ['prod'], namespaces: ['shop'] }],
    ['cluster', { clusters: ['prod'] }],
  ] as const)('for the %s matches no more', (scope, match) => {
    expect(requestOf(finding, { ...formFor(finding, '', now), scope }).match).toEqual(match);
  });

  it('knows no namespace of what is cluster-scoped', () => {
    expect(scopesFor(clusterScoped)).toEqual(['object', 'cluster']);
    expect(requestOf({ ...clusterScoped }, formFor(clusterScoped, '', now)).match).not.toHaveProperty('namespaces');
  });

  it('has no ticket where none is given', () => {
    expect(requestOf(finding, { ...formFor(finding, '', now), ticket: '  ' })).not.toHaveProperty('ticket');
  });
});

describe('what is wrong with a request', () => {
  const problem = { type: 'about:blank', title: '', status: 422, detail: '' };

  it('stands at the field, or beside the form with what it is about', () => {
    const problems = [
      { field: 'approver', problem: 'is the requester' },
      { field: 'approver', problem: 'is empty' },
      { field: 'match.resources.0.kind', problem: 'is not a kind' },
      { field: 7 },
      null,
    ];
    expect(problemsOf({ problem: { ...problem, problems } as typeof problem })).toEqual({
      fields: { approver: 'is the requester; is empty' },
      others: ['match.resources.0.kind: is not a kind'],
    });
  });

  it('is nothing of a form when the exporter does not answer', () => {
    expect(problemsOf({ problem: undefined })).toBeUndefined();
    expect(problemsOf({ problem })).toBeUndefined();
  });
});
