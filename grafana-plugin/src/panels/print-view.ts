/** Whether the URL asks for the page as it goes to paper. */
export function isPrintView(search: string): boolean {
  return new URLSearchParams(search).get('print') === '1';
}

/** The same page, time and choice as it goes to paper: in Grafana's light theme, without its navigation. */
export function printViewOf(pathname: string, search: string): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of [
    ['print', '1'],
    ['theme', 'light'],
    ['kiosk', '1'],
  ] as const) {
    query.set(name, value);
  }
  query.delete('refresh');
  return `${pathname}?${query}`;
}
