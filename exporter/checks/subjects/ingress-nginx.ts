/** Prefix of the annotations of ingress-nginx, unless its controller is told another. */
export const nginxPrefix = 'nginx.ingress.kubernetes.io/';

/** Annotations whose value ingress-nginx copies into the configuration of nginx as it is. */
export const snippets: ReadonlySet<string> = new Set([
  'configuration-snippet',
  'server-snippet',
  'stream-snippet',
  'auth-snippet',
  'modsecurity-snippet',
]);

/** Annotations through which the controller was taken over in 2025: CVE-2025-24514, CVE-2025-1097, CVE-2025-1098. */
export const proven: readonly string[] = ['auth-url', 'auth-tls-match-cn', 'mirror-target', 'mirror-host'];

/** Others whose value ends up inside a directive of nginx, and that have no use for the signs of its syntax. */
export const embedded: readonly string[] = [
  'rewrite-target',
  'permanent-redirect',
  'temporal-redirect',
  'app-root',
  'auth-signin',
  'x-forwarded-prefix',
  'auth-method',
  'auth-cache-key',
  'upstream-vhost',
  'upstream-hash-by',
  'server-alias',
  'proxy-ssl-name',
  'proxy-ssl-ciphers',
  'ssl-ciphers',
  'session-cookie-name',
  'cors-allow-origin',
  'custom-http-errors',
];

/** Longer values are read to here. */
const longestRead = 4096;

/** Signs that end a directive or begin another. */
const breaksOut = /[\r\n;"`{}]/;
/** What braces are good for: a count after a pattern, the name of a variable. */
const harmlessBraces = /\{\d{1,4}(?:,\d{0,4})?\}|\$\{\w{1,64}\}/g;
/** Files of the controller and directives that read files or run code, which no address or path has a use for. */
const giveaway =
  /\/etc\/|\/var\/run\/secrets|\/run\/secrets|serviceaccount|_by_lua|lua_package|load_module|ssl_engine|proxy_pass\s|\balias\s|\broot\s|\binclude\s|\/proc\/(?:self|\d)/i;

/** What in a value would reach beyond the directive that it is copied into, in words; undefined when nothing would. */
export function injected(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.slice(0, longestRead).trimEnd();
  const word = giveaway.exec(text)?.[0].trim();
  if (word !== undefined) return `mentions ${word}`;
  const sign = breaksOut.exec(text.replace(harmlessBraces, ''))?.[0];
  if (sign === undefined) return undefined;
  return sign === '\n' || sign === '\r' ? 'has a line break in it' : `has a ${sign} in it`;
}

/** Directives that read files of the controller or run code, which its own list of words to refuse names too. */
const takeover =
  /\/etc\/(?:passwd|shadow|group|ingress-controller)|\/var\/run\/secrets|\/run\/secrets|_by_lua|lua_package|load_module|ssl_engine|(?:^|[;{}\n])[ \t]*(?:alias|root)[ \t]/;

/** What in a snippet, where directives are the point, no snippet has a use for; undefined when nothing has. */
export function takenOver(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const word = takeover.exec(value.slice(0, longestRead))?.[0];
  return word === undefined ? undefined : `mentions ${word.replace(/^[;{}\s]+/, '').trim()}`;
}

/** Folders of the controller that no address of a site begins with (CVE-2021-25745). */
const ownFolder = /^\/(?:etc|root)(?:\/|$)/;

/** What in a path would reach beyond its place in the configuration, in words; undefined when nothing would. */
export function injectedPath(value: unknown): string | undefined {
  const folder = typeof value === 'string' ? ownFolder.exec(value)?.[0] : undefined;
  return folder === undefined ? injected(value) : `begins with ${folder}`;
}
