/** What is wrong with the URL of an exporter, as a sentence for the field; undefined when it can be used. */
export function problemOfUrl(text: string): string | undefined {
  if (text === '')
    return 'Enter where Grafana’s server reaches the exporter, as in http://plumbline.plumbline.svc:8080.';
  if (!URL.canParse(text)) return 'This is no URL: it begins with http:// or https://, then comes the host.';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'The URL begins with http:// or https://.';
  if (url.username !== '' || url.password !== '')
    return 'Leave user and password out: the token has a field of its own.';
  if (url.search !== '' || url.hash !== '') return 'Leave out what follows ? or #.';
  if (/\/api(\/|$)/.test(url.pathname)) return 'Leave out /api: the app adds it.';
  return undefined;
}

/** What is wrong with the URL of runbooks, which may be left out; undefined when it can be used. */
export function problemOfRunbooksUrl(text: string): string | undefined {
  if (text === '' || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) return undefined;
  return 'Enter a URL that begins with http:// or https://, or leave it empty.';
}

/** The URL as it is kept: without a slash at its end, since the proxy puts one between. */
export function tidyUrl(text: string): string {
  return text.trim().replace(/\/+$/, '');
}
