import { describe, expect } from 'vitest';
import { journey } from '../host/journey.ts';
import type { OpenApp } from '../host/open-app.ts';

const finding = '/findings?cluster=prod-eu&check=pod-privileged&severity=critical';

async function openFinding(openApp: OpenApp, role: 'Viewer' | 'Editor') {
  const opened = await openApp({ path: finding, role, height: 1200 });
  await opened.page
    .getByRole('link', { name: /Container runs privileged/ })
    .first()
    .click();
  await opened.page.getByTestId('finding').waitFor();
  return opened;
}

describe('a request for a waiver', () => {
  journey('ends in a file for Git', async ({ openApp }) => {
    const { page, requests, shot } = await openFinding(openApp, 'Editor');
    await page.getByRole('button', { name: 'Request a waiver' }).click();
    const form = page.getByTestId('waiver-form');
    await form
      .getByLabel('Reason')
      .fill('The build agent is replaced in January, until then its nodes run nothing else.');
    await form.getByLabel('Requester').fill('ada@shop.example');
    await form.getByLabel('Approver').fill('grace@shop.example');
    await form.getByRole('button', { name: 'Make the file' }).click();
    await page.getByText('The file is ready').waitFor();
    expect(await page.getByRole('region', { name: 'File' }).innerText()).toContain('grace@shop.example');
    const sent = requests().find(({ method }) => method === 'POST');
    expect(sent).toMatchObject({ to: 'exporter', path: '/api/v1/waivers' });
    await shot('waiver-request');
  });

  journey('says at the field what the exporter refuses', async ({ openApp }) => {
    const { page } = await openApp({ path: finding, role: 'Editor', expectedErrors: [/status of 4\d\d/] });
    await page
      .getByRole('link', { name: /Container runs privileged/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Request a waiver' }).click();
    const form = page.getByTestId('waiver-form');
    await form.getByLabel('Reason').fill('Accepted.');
    await form.getByLabel('Requester').fill('ada@shop.example');
    await form.getByLabel('Approver').fill('ada@shop.example');
    await form.getByRole('button', { name: 'Make the file' }).click();
    await form.getByRole('alert').first().waitFor();
    expect(await form.isVisible()).toBe(true);
  });

  journey('is not offered to those who may not write one', async ({ openApp }) => {
    const { page } = await openFinding(openApp, 'Viewer');
    expect(await page.getByRole('button', { name: 'Request a waiver' }).isDisabled()).toBe(true);
    await page.getByTestId('why-no-waiver').waitFor();
  });
});
