import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Scope } from '../../contract/index.ts';
import { isLoopbackAddress, isLoopbackHost } from './loopback.ts';
import { Problem } from './problem.ts';

/** A bearer token that configuration knows, by its digest only. */
export interface ApiToken {
  readonly name: string;
  readonly digest: Buffer;
  readonly scopes: readonly Scope[];
}

/** Keeps the sha256 of a token; surrounding white space, such as the newline that ends a file, is no part of it. */
export function apiToken(name: string, token: string, scopes: readonly Scope[]): ApiToken {
  return { name, digest: digestOf(token.trim()), scopes };
}

export interface GuardOptions {
  /** Whether peers on this machine need no token. */
  readonly openLoopback: boolean;
  /** Read at every request, so that tokens can be exchanged while running. */
  readonly tokens: () => readonly ApiToken[];
}

const howToConfigure =
  'Send "Authorization: Bearer <token>" with a token of `auth.tokens` in the configuration, or connect through loopback.';

/** Who sent a request, as far as it was proven: `subject` is the name of the token, undefined for an open loopback. */
export interface Caller {
  readonly subject: string | undefined;
}

const nobody: Caller = { subject: undefined };

/**
 * Lets a request pass, and says whose it is, or throws a Problem: 401 without a valid token, 403 when the token lacks the scope. Probes are
 * open. Where loopback is open, it is so only for a peer on this machine that speaks for itself (a forwarding header
 * means a proxy) and means this machine (see isLoopbackHost). Forwarding headers never make a peer more trusted.
 */
export function admit(request: IncomingMessage, scope: Scope, { openLoopback, tokens }: GuardOptions): Caller {
  if (scope === 'probe') return nobody;
  const local = isLoopbackAddress(request.socket.remoteAddress ?? '');
  const direct = request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined;
  if (openLoopback && local && direct && isLoopbackHost(request.headers.host)) return nobody;

  const known = tokens();
  const presented = /^Bearer +([^\s]+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  if (presented === undefined) {
    const detail =
      openLoopback && local
        ? `This request came through loopback, but ${direct ? 'its Host header names another machine' : 'a proxy forwarded it'}. ${howToConfigure}`
        : known.length === 0
          ? `No token is configured, so only loopback is served. Add one under \`auth.tokens\`. ${howToConfigure}`
          : howToConfigure;
    throw new Problem(401, detail, { headers: { 'WWW-Authenticate': 'Bearer realm="plumbline"' } });
  }
  const token = find(known, presented);
  if (token === undefined) {
    throw new Problem(401, `The token is not known. ${howToConfigure}`, {
      headers: { 'WWW-Authenticate': 'Bearer realm="plumbline", error="invalid_token"' },
    });
  }
  if (!token.scopes.includes(scope)) {
    throw new Problem(
      403,
      `The token lacks the scope ${scope}; add it to the token's \`scopes\` in the configuration.`,
      {
        headers: { 'WWW-Authenticate': `Bearer realm="plumbline", error="insufficient_scope", scope="${scope}"` },
      },
    );
  }
  return { subject: token.name };
}

/** Compares with every token, so that time tells nothing about which one nearly matched. */
function find(tokens: readonly ApiToken[], presented: string): ApiToken | undefined {
  const digest = digestOf(presented);
  let found: ApiToken | undefined;
  for (const token of tokens) if (timingSafeEqual(token.digest, digest)) found = token;
  return found;
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
