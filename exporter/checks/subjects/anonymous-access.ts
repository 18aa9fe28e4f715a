import { anonymousAccessName, type AnonymousAccessFields } from '../../model/control-plane.ts';
import { whole } from './whole.ts';

/** What the API server answers to strangers; asked only where that is switched on. */
export const anonymousAccess = whole<AnonymousAccessFields>('anonymous access', ['AnonymousAccess'], {
  apiVersion: 'observed.plumbline/v1',
  kind: 'AnonymousAccess',
  metadata: { name: anonymousAccessName },
  spec: { answers: { '/api': 403, '/apis': 403, '/version': 200 } },
});
