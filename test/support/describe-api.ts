import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../exporter/checks/patch.ts';
import { postureRoutes } from '../../exporter/publish/http/routes.ts';
import { apiToken } from '../../exporter/publish/http/guard.ts';
import type { Listening } from '../../exporter/publish/http/listen.ts';
import { templateOf } from '../../exporter/publish/openapi/document.ts';
import {
  complaintsOf,
  invalidValues,
  operationsIn,
  validValues,
  type Document,
  type DocumentedOperation,
} from './api-conformance.ts';
import { badDeployment, published, type Published } from './published.ts';
import type { Place } from './store-contract.ts';

const scopes = [
  'probe',
  'metrics:read',
  'findings:read',
  'waivers:write',
  'windows:write',
  'baselines:write',
  'alerts:write',
  'drills:write',
] as const;
const tokens = scopes.map((scope) => apiToken(scope, `token-of-${scope}`, [scope]));

/** One denial and one deviation, so that their lists are not empty. */
async function goPastGitops({ clusters: [prod], clock }: Published): Promise<void> {
  const time = new Date(clock.now).toISOString();
  const released = (image: string, manager: string): Manifest => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'released',
      namespace: 'shop',
      annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/released' },
      managedFields: [{ manager, operation: 'Update', time }],
    },
    spec: { template: { spec: { containers: [{ name: 'app', image }] } } },
  });
  await prod?.put(released('registry.example/app:1', 'argocd-controller'));
  await prod?.put(released('registry.example/app:2', 'kubectl-edit'));
  prod?.session.rejects.seen({
    source: 'event',
    record: 'refused',
    engine: 'psa',
    policies: ['restricted:latest'],
    refused: 'Pod',
    by: { kind: 'Deployment', namespace: 'shop', name: 'web' },
    reason: 'privileged',
    firstAt: clock.now,
    lastAt: clock.now,
    attempts: 1,
  });
  await prod?.cycle();
}

/** Asks a running server everything that its own document says, with findings in a store. */
export function describeApi(name: string, createPlace: () => Promise<Place>): void {
  // Some ask hundreds of times, on machines that may be busy.
  describe(`the API as documented, with findings in ${name}`, { timeout: 120_000 }, () => {
    let place: Place;
    let world: Published;
    let listening: Listening;
    let document: Document;
    let operations: readonly DocumentedOperation[];
    /** Values that mean something in this world, by name of the parameter. */
    let known: Record<string, string>;
    let closeStore: () => Promise<void>;

    const bearer = (scope: string) => ({ Authorization: `Bearer token-of-${scope}` });
    const get = (path: string, scope = 'findings:read', headers: Record<string, string> = {}) =>
      fetch(listening.url + path, { headers: { ...bearer(scope), ...headers } });

    beforeAll(async () => {
      place = await createPlace();
      const store = place.open();
      closeStore = () => store.close();
      world = published({
        names: ['prod', 'staging'],
        store,
        guard: { openLoopback: false, tokens: () => tokens },
        exempt: (_check, { object }) =>
          object.metadata.namespace === 'kube-system'
            ? { id: 'platform', reason: 'shipped by the platform' }
            : undefined,
      });
      await world.clusters[0]?.become([
        badDeployment('web'),
        badDeployment('agent', 'kube-system', 'platform'),
        { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' }, spec: {}, status: {} },
      ]);
      world.clock.now += 60_000;
      await world.clusters[0]?.put(badDeployment('api', 'orders', 'orders'));
      await world.clusters[1]?.become([badDeployment('web')]);
      world.clock.now += 60_000;
      await world.approvals.approve('prod', { approver: 'ann', reason: 'Reviewed', caller: undefined });
      await goPastGitops(world);
      for (const [changeId, minutes] of [
        ['CHG-1', 60],
        ['CHG-2', 90],
      ] as const) {
        const until = new Date(world.clock.now + minutes * 60_000).toISOString();
        const asked = { changeId, clusters: ['prod'], who: 'ann', reason: 'Release', until };
        await world.announcements.desk.open(asked, undefined);
      }
      await world.drills.open({ cluster: 'prod', who: 'ann', minutes: 5 }, undefined);
      await world.snapshot();
      listening = await world.listen();
      document = (await (await get('/api/v1/openapi.json')).json()) as Document;
      operations = operationsIn(document);
      const { items } = (await (await get('/api/v1/findings?check=pod-privileged&cluster=prod')).json()) as {
        items: readonly { readonly id: string }[];
      };
      const now = new Date(world.clock.now).toISOString();
      known = {
        cluster: 'prod',
        check: 'pod-privileged',
        framework: 'cis',
        namespace: 'shop,',
        owner: 'storefront',
        q: 'privileged',
        kind: 'Deployment',
        name: 'web',
        at: now,
        from: new Date(world.clock.now - 3_600_000).toISOString(),
        until: now,
        'check.id': 'pod-privileged',
        'framework.id': 'cis',
        'clusterFramework.id': 'cis',
        alertname: 'KspmScanStale',
        'verdictWrite.fingerprint': 'a1',
        window: 'CHG-1',
        'deployWindow.changeId': 'CHG-1',
        'deployWindowRemove.changeId': 'CHG-1',
        'drill.id': 'drill-1',
        'drillRemove.id': 'drill-1',
        'finding.id': items[0]?.id ?? '',
      };
    });
    afterAll(async () => {
      await listening.close(0);
      await closeStore();
      await place.remove();
      if (world.errors.length > 0) throw new Error('a handler failed', { cause: world.errors });
    });

    function pathOf({ path, operationId }: DocumentedOperation, with_: Readonly<Record<string, string>> = {}): string {
      return path.replaceAll(/\{(\w+)\}/g, (_, part: string) =>
        encodeURIComponent(with_[part] ?? (part === 'name' ? 'prod' : (known[`${operationId}.${part}`] ?? ''))),
      );
    }
    /** The values without which an operation cannot be asked anything. */
    const required = ({ parameters }: DocumentedOperation) =>
      parameters.filter((one) => one.required).map((one) => `${one.name}=${validValues(one, known)[0]}`);

    async function expectAsDocumented(
      operation: DocumentedOperation,
      path: string,
      response: Response,
    ): Promise<unknown> {
      const { status } = response;
      const documented = operation.responses[String(status)];
      const mediaType = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
      expect([path, status, documented === undefined]).toEqual([path, status, false]);
      const content = documented?.content?.[mediaType];
      expect([path, status, mediaType, content === undefined]).toEqual([path, status, mediaType, false]);
      const text = await response.text();
      if (content === undefined || !mediaType.endsWith('json')) return text;
      const body: unknown = mediaType === 'application/x-ndjson' ? text : JSON.parse(text);
      expect([path, complaintsOf(body, content.schema, document)]).toEqual([path, undefined]);
      return body;
    }

    it('has every route that is served, and serves every route that it has', async () => {
      const routes = Object.values(postureRoutes).map(({ path }) => path);
      expect(Object.keys(document.paths)).toEqual(routes.map(templateOf));
      const nothing = (await (await get('/nothing-here')).json()) as { detail: string };
      expect(/serves (.*)\.$/.exec(nothing.detail)?.[1]?.split(', ').map(templateOf)).toEqual(
        Object.keys(document.paths),
      );
      const written = operations.filter(({ method }) => method === 'post').map(({ path }) => path);
      expect(written).toEqual(
        Object.values(postureRoutes).flatMap((route) => ('write' in route ? [templateOf(route.path)] : [])),
      );
    });

    it('answers every operation without parameters as documented', async () => {
      for (const operation of operations.filter(({ method }) => method === 'get')) {
        const query = required(operation);
        const path = pathOf(operation) + (query.length > 0 ? `?${query.join('&')}` : '');
        const response = await get(path, operation.scope);
        expect([path, response.status]).toEqual([path, 200]);
        const body = await expectAsDocumented(operation, path, response);
        // A list of nothing would fit any schema; nodes and waivers come in other tests.
        const isEmpty =
          JSON.stringify(body).includes('"items":[]') && !['waivers', 'alerts'].includes(operation.operationId);
        expect([path, isEmpty]).toEqual([path, false]);
      }
    });

    it('gives findings one by one as it documents them', async () => {
      const { schemas } = document.components;
      for (const path of ['/api/v1/findings.ndjson?state=open,exempt', '/api/v1/findings?state=open,exempt']) {
        const text = await (await get(path, 'findings:read', { Accept: 'application/x-ndjson' })).text();
        const lines = text.trim().split('\n');
        expect(lines.length).toBeGreaterThan(50);
        for (const line of lines)
          expect(complaintsOf(JSON.parse(line), schemas['ApiFinding'] ?? {}, document)).toBeUndefined();
      }
    });

    it('gives every finding in detail as documented', async () => {
      const operation = operations.find(({ operationId }) => operationId === 'finding');
      if (operation === undefined) throw new Error('findings have no detail');
      const { items } = (await (await get('/api/v1/findings?state=open,exempt&limit=1000')).json()) as {
        items: readonly { readonly id: string }[];
      };
      expect(items.length).toBeGreaterThan(50);
      for (const { id } of items) await expectAsDocumented(operation, id, await get(`/api/v1/findings/${id}`));
    });

    it('takes every value of every parameter that is documented, and answers as documented', async () => {
      let asked = 0;
      for (const operation of operations.filter(({ method }) => method === 'get')) {
        for (const parameter of operation.parameters) {
          const first = required(operation).filter((one) => !one.startsWith(`${parameter.name}=`));
          const values =
            parameter.name === 'cursor' || parameter.name === 'since'
              ? await nextOf(operation)
              : validValues(parameter, { ...known, ...(operation.operationId === 'rejects' && { namespace: 'shop' }) });
          for (const value of values) {
            const path = `${pathOf(operation)}?${[...first, `${parameter.name}=${encodeURIComponent(value)}`].join('&')}`;
            const response = await get(path, operation.scope);
            expect([path, response.status]).toEqual([path, 200]);
            await expectAsDocumented(operation, path, response);
            asked += 1;
          }
        }
      }
      expect(asked).toBeGreaterThan(100);
    });

    /** Where a list goes on, if it has more than one item. */
    async function nextOf(operation: DocumentedOperation): Promise<readonly string[]> {
      const body = (await (await get(`${pathOf(operation)}?limit=1`)).json()) as { readonly next?: string };
      return body.next === undefined ? [] : [body.next];
    }

    it('refuses whatever is not documented, names the parameter, and knows exactly those that are', async () => {
      for (const operation of operations.filter(({ method, path }) => method === 'get' && path.startsWith('/api/'))) {
        const names = operation.parameters.map((one) => one.name);
        const path = `${pathOf(operation)}?no-such-parameter=1`;
        const body = await expectAsDocumented(operation, path, await get(path));
        expect([path, body]).toMatchObject([path, { status: 400, parameter: 'no-such-parameter' }]);
        const told = /; (?:use (.*)|this route takes none)\.$/.exec((body as { detail: string }).detail);
        expect([path, told?.[1]?.split(', ').toSorted() ?? []]).toEqual([path, names.toSorted()]);
      }
    });

    it('refuses every value that the document forbids, and a required parameter that is missing', async () => {
      let asked = 0;
      for (const operation of operations.filter(({ method }) => method === 'get')) {
        for (const parameter of operation.parameters) {
          const first = required(operation).filter((one) => !one.startsWith(`${parameter.name}=`));
          const queries = invalidValues(parameter).map((value) => [...first, `${parameter.name}=${value}`]);
          if (parameter.required) queries.push(first);
          for (const query of queries) {
            const path = `${pathOf(operation)}?${query.join('&')}`;
            const body = await expectAsDocumented(operation, path, await get(path));
            expect([path, body]).toMatchObject([path, { status: 400, parameter: parameter.name }]);
            asked += 1;
          }
        }
      }
      expect(asked).toBeGreaterThan(100);
    });

    it('knows nothing by a name that nothing has', async () => {
      for (const operation of operations.filter(({ method, path }) => method === 'get' && path.includes('{'))) {
        for (const [, part = ''] of operation.path.matchAll(/\{(\w+)\}/g)) {
          const path = pathOf(operation, { [part]: 'nothing' });
          const body = await expectAsDocumented(operation, path, await get(path));
          expect([path, body]).toMatchObject([path, { status: 404 }]);
        }
      }
    });

    it('wants the scope that is documented, and no other', async () => {
      for (const operation of operations) {
        const { method, scope } = operation;
        const path = pathOf(operation);
        const send = (headers: Record<string, string>) =>
          fetch(listening.url + path, { method: method.toUpperCase(), headers });
        for (const other of scopes) {
          const { status } = await send(bearer(other));
          const isRefused = scope !== 'probe' && other !== scope;
          expect([method, path, other, status === 403]).toEqual([method, path, other, isRefused]);
        }
        if (scope === 'probe') continue;
        const refused = await send({});
        expect([path, refused.status]).toEqual([path, 401]);
        await expectAsDocumented(operation, path, refused);
      }
    });

    it('takes notifications and verdicts as documented, and says what is wrong with others', async () => {
      const [notify, judge] = ['alertmanagerWrite', 'verdictWrite'].map((id) =>
        operations.find(({ operationId }) => operationId === id),
      );
      if (notify === undefined || judge === undefined) throw new Error('alerts are not taken');
      const post = async (operation: DocumentedOperation, body: object, status: number, path = pathOf(operation)) => {
        const response = await fetch(listening.url + path, {
          method: 'POST',
          headers: { ...bearer('alerts:write'), 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        });
        expect([path, body, response.status]).toEqual([path, body, status]);
        const complaints = status === 200 ? complaintsOf(body, operation.body ?? {}, document) : undefined;
        expect(complaints).toBeUndefined();
        return expectAsDocumented(operation, `POST ${path} with ${status}`, response);
      };
      const now = new Date(world.clock.now).toISOString();
      const labels = { alertname: 'KspmScanStale', cluster: 'prod', severity: 'warning', notify: 'ticket' };
      const alert = { status: 'resolved', labels, startsAt: now, endsAt: now, fingerprint: 'a1' };
      await post(notify, { version: '4', alerts: [alert] }, 200);
      await post(notify, { version: '4', alerts: [{ ...alert, startsAt: 'now' }] }, 422);
      await post(judge, { outcome: 'actioned', by: 'ann' }, 200);
      await post(judge, { outcome: 'fine', by: 'ann' }, 422);
      await post(judge, { outcome: 'actioned', by: 'ann' }, 404, '/api/v1/alerts/ff/verdict');
      const listed = operations.find(({ operationId }) => operationId === 'alerts');
      if (listed === undefined) throw new Error('alerts are not listed');
      const body = await expectAsDocumented(listed, listed.path, await get(listed.path));
      expect(body).toMatchObject({ items: [{ fingerprint: 'a1', verdict: { by: 'ann' } }] });
    });

    it('takes a request for a waiver as documented, and says what is wrong with another', async () => {
      const operation = operations.find(({ operationId }) => operationId === 'waiversWrite');
      if (operation === undefined) throw new Error('waivers are not written');
      const post = (body: string, type = 'application/json', query = '') =>
        fetch(`${listening.url}${operation.path}${query}`, {
          method: 'POST',
          headers: { ...bearer('waivers:write'), 'Content-Type': type },
          body,
        });
      const request = {
        name: 'web-privileged',
        checks: ['pod-privileged'],
        match: { namespaces: ['shop'] },
        type: 'temporary',
        reason: 'It is replaced this month.',
        requester: 'ann',
        approver: 'bo',
        expiresAt: '2026-06-30',
      };
      expect(complaintsOf(request, operation.body ?? {}, document)).toBeUndefined();
      const cases: readonly (readonly [number, Response])[] = [
        [201, await post(JSON.stringify(request))],
        [422, await post('{}')],
        [422, await post(JSON.stringify({ ...request, approver: 'ann' }))],
        [422, await post(JSON.stringify({ ...request, more: 1 }))],
        [400, await post('{')],
        [400, await post(JSON.stringify(request), 'application/json', '?x=1')],
        [413, await post(JSON.stringify({ reason: 'x'.repeat(70_000) }))],
        [415, await post('{}', 'text/plain')],
      ];
      for (const [status, response] of cases) {
        expect(response.status).toBe(status);
        await expectAsDocumented(operation, `POST with ${status}`, response);
      }
      const listed = operations.find(({ operationId }) => operationId === 'waivers');
      if (listed === undefined) throw new Error('waivers are not listed');
      const body = await expectAsDocumented(listed, listed.path, await get(listed.path));
      expect(body).toMatchObject({ items: [{ name: 'web-privileged', state: 'pending' }] });
    });
  });
}
