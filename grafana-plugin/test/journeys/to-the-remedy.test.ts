import { expect } from 'vitest';
import { journey } from '../host/journey.ts';

journey('leads from how the fleet stands to the text that mends a finding', async ({ openApp }) => {
  const { page, settled } = await openApp({ path: '/overview' });
  await page.getByText(/of 3 expected clusters/).waitFor();
  await page.getByRole('link', { name: 'Clusters', exact: true }).click();
  await page
    .getByRole('row', { name: /prod-eu/ })
    .getByRole('link', { name: /^critical/ })
    .click();

  await page.waitForURL(/\/findings\?/);
  expect(new URL(page.url()).searchParams.getAll('severity')).toEqual(['critical']);
  expect(new URL(page.url()).searchParams.getAll('cluster')).toEqual(['prod-eu']);
  await page
    .getByRole('link', { name: /Pod mounts a sensitive path/ })
    .first()
    .click();

  await page.getByTestId('finding').waitFor();
  await settled();
  const fix = page.getByRole('region', { name: 'How to fix it' });
  await fix.getByRole('button', { name: /Copy/ }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^\s*\w+:/m);
  expect(await fix.innerText()).toContain(copied.split('\n')[0]);
});

journey('leads from the labels of an alert to its finding', async ({ openApp }) => {
  const opened = await openApp({ path: '/overview' });
  const { extensions } = await opened.record();
  expect(extensions.flatMap(({ targets }) => targets)).toContain('grafana/alerting/instance/action');
  const path = await opened.page.evaluate(() => {
    const labels = {
      alertname: 'KspmCriticalFindingNew',
      cluster: 'prod-eu',
      check: 'pod-privileged',
      resource_namespace: 'legacy',
      resource_kind: 'DaemonSet',
      resource_name: 'build-agent',
    };
    return window.plumblineHost.configureLink?.('Open the finding', { instance: { labels } })?.path;
  });
  const { page } = await openApp({ path: path ?? '' });
  const found = page.getByRole('row', { name: /Container runs privileged/ });
  await found.waitFor();
  expect(await found.getByText('legacy/build-agent').count()).toBe(1);
});

journey('keeps filters in the link that is shared, through reload and back', async ({ openApp }) => {
  const { page } = await openApp({ path: '/findings' });
  const table = page.getByRole('table').first();
  await table.waitFor();
  await page.getByRole('group', { name: 'Findings by severity' }).getByText('high').click();
  await page.waitForURL(/severity=high/);
  await page.getByRole('textbox', { name: 'Search findings' }).fill('legacy');
  await page.waitForURL(/q=legacy/);
  await page
    .getByRole('row', { name: /legacy/ })
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Copy link' }).click();
  const shared = await page.evaluate(() => navigator.clipboard.readText());
  const seen = await table.getByRole('row').allInnerTexts();

  const other = await openApp({ path: shared.slice(new URL(shared).origin.length) });
  await other.page
    .getByRole('row', { name: /legacy/ })
    .first()
    .waitFor();
  expect(objectsOf(await other.page.getByRole('table').first().getByRole('row').allInnerTexts())).toEqual(
    objectsOf(seen),
  );

  await page.reload();
  await page
    .getByRole('row', { name: /legacy/ })
    .first()
    .waitFor();
  await page
    .getByRole('row', { name: /legacy/ })
    .getByRole('link')
    .first()
    .click();
  await page.getByTestId('finding').waitFor();
  await page.goBack();
  await page
    .getByRole('row', { name: /legacy/ })
    .first()
    .waitFor();
  expect(page.url()).toBe(shared);
});

/** Rows without how long ago things were, which goes on while one looks. */
function objectsOf(rows: readonly string[]): readonly string[] {
  return rows.map((row) =>
    row.replace(/\b(?:about |just now|\d+ (?:seconds?|minutes?|hours?|days?|months?) ago)\b.*/g, ''),
  );
}
