import type { ServerResponse } from 'node:http';
import { statusOf, type LoggedRequest, type Refuse } from './fake-answers.ts';
import type { Fault } from './fake-faults.ts';
import { collectionOf, selectorOf, type Served } from './fake-routes.ts';
import type { FakeStorage, StoredEvent } from './fake-storage.ts';

/** A watch that a client holds open. */
export interface OpenWatch {
  readonly response: ServerResponse;
  readonly served: Served;
  readonly end: () => void;
}

/** Serves a watch from the asked version on: history first, then what happens, until its time is over. */
export function serveWatch(
  { storage, watches }: { storage: FakeStorage; watches: Set<OpenWatch> },
  served: Served,
  namespace: string | undefined,
  url: URL,
  fault: Fault | undefined,
  response: ServerResponse,
  logged: LoggedRequest,
  refuse: Refuse,
): void {
  const from = url.searchParams.get('resourceVersion') ?? '';
  const isSelected = selectorOf(url);
  const revision = Number(from || 0);
  if (revision > storage.revision) {
    return refuse(504, 'Timeout', `Too large resource version: ${from}, current: ${storage.revision}`);
  }
  logged.code = 200;
  response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
  response.flushHeaders();
  let spoilt = fault;
  const write = (event: unknown) => {
    if (response.writableEnded) return;
    const line = `${JSON.stringify(event)}\n`;
    logged.bytes += line.length;
    const how = spoilt;
    spoilt = undefined;
    if (how?.do === 'garbage') response.write('<html>not an event</html>\n');
    else if (how?.do === 'giant') response.write(`${JSON.stringify({ pad: 'x'.repeat(how.bytes) })}\n`);
    else if (how?.do === 'cut') {
      response.write(line.slice(0, line.length / 2));
      setTimeout(() => response.destroy(), 5);
    } else response.write(line);
  };
  const error = (code: number, reason: string, message: string) => {
    write({ type: 'ERROR', object: statusOf(code, reason, message) });
    response.end();
  };
  if (fault?.do === 'hang') return;
  if (fault?.do === 'eof') return void response.end();
  if (fault?.do === 'error-event') return error(fault.code, fault.reason, 'as the test asked');
  if (revision > 0 && revision < storage.compacted) {
    return error(410, 'Expired', `too old resource version: ${revision} (${storage.compacted})`);
  }
  const wanted = ({ object, collection }: Pick<StoredEvent, 'object' | 'collection'>) =>
    collection === collectionOf(served) &&
    (namespace === undefined || object.metadata.namespace === namespace) &&
    isSelected(object);
  const collection = collectionOf(served);
  const current = (storage.read(collection) ?? []).map((object) => ({ type: 'ADDED' as const, object, collection }));
  for (const event of revision > 0 ? storage.since(collection, revision) : current) {
    if (wanted(event)) write({ type: event.type, object: event.object });
  }
  const unsubscribe = storage.subscribe((event) => {
    if (wanted(event)) write({ type: event.type, object: event.object });
  });
  const timeout = Number(url.searchParams.get('timeoutSeconds') ?? 1800);
  const entry = { response, served, end: () => response.end() };
  const timer = setTimeout(entry.end, timeout * 1000);
  watches.add(entry);
  response.on('close', () => {
    clearTimeout(timer);
    unsubscribe();
    watches.delete(entry);
  });
}
