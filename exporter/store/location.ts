import { StoreFailure } from '../findings/store.ts';

/** Where findings are kept. */
export type StoreLocation =
  | { readonly engine: 'memory' }
  | { readonly engine: 'sqlite'; readonly path: string }
  | { readonly engine: 'postgres'; readonly url: string };

/** Understands `store.url`: empty, a path or `sqlite:` with a path, `postgres://`. Throws StoreFailure. */
export function locate(url: string): StoreLocation {
  if (url === '') return { engine: 'memory' };
  // Refused before anything is said about the address: what is wrong with it must not be printed with it.
  if (/^[a-z]+:\/\/[^/?#]*:[^/?#]*@/i.test(url) || /[?&]password=/i.test(url)) {
    throw new StoreFailure(
      'other',
      'store.url holds a password, which would end up in logs and process lists; put it into a file and name that as store.passwordFile, or set PGPASSWORD',
    );
  }
  if (/^postgres(ql)?:\/\//.test(url)) {
    if (URL.canParse(url)) return { engine: 'postgres', url };
    throw new StoreFailure('other', 'store.url is not an address; write postgres://user@host:5432/database');
  }
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1];
  if (scheme !== undefined && scheme !== 'sqlite') {
    throw new StoreFailure(
      'other',
      `store.url: "${scheme}:" is not a store; write a path, sqlite:/path or postgres://user@host/database`,
    );
  }
  const path = url.replace(/^sqlite:(\/\/(?=\/))?/, '');
  if (path === '')
    throw new StoreFailure('other', 'store.url: sqlite: needs a path; write sqlite:/path/to/findings.db');
  return { engine: 'sqlite', path };
}

/** A location as messages may show it. */
export function labelOf(location: StoreLocation): string {
  switch (location.engine) {
    case 'memory':
      return 'memory';
    case 'sqlite':
      return location.path;
    case 'postgres': {
      const { host, pathname } = new URL(location.url);
      return `postgres://${host}${pathname}`;
    }
  }
}
