import type { AppPluginMeta, PluginConfigPageProps } from '@grafana/data';
import { hasPermission } from '@grafana/runtime';
import { Alert, Button, Combobox, Field, FieldSet, Input, SecretInput, Stack } from '@grafana/ui';
import { type SyntheticEvent, useState } from 'react';
import { failureOf } from '../api/failure.ts';
import { pluginId } from '../plugin-id.ts';
import { chosenDataSource, prometheusDataSources } from '../prometheus/data-source.ts';
import { type ConnectionStep, connectionSteps } from './connection.ts';
import { ConnectionReport } from './connection-report.tsx';
import { problemOfRunbooksUrl, problemOfUrl, tidyUrl } from './exporter-url.ts';
import { saveSettings } from './save-settings.ts';
import type { Settings } from './settings.ts';

/** Where an administrator connects the app to the exporter and to Prometheus, and sees at once what works. */
export function Configuration({ plugin: { meta } }: PluginConfigPageProps<AppPluginMeta<Settings>>) {
  const saved = meta.jsonData ?? {};
  const [exporterUrl, setExporterUrl] = useState(saved.exporterUrl ?? '');
  const [tokenIsSet, setTokenIsSet] = useState(meta.secureJsonFields?.['apiToken'] === true);
  const [token, setToken] = useState('');
  const [dataSourceUid, setDataSourceUid] = useState(chosenDataSource(saved.dataSourceUid)?.uid);
  const [runbooksUrl, setRunbooksUrl] = useState(saved.runbooksUrl ?? '');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [steps, setSteps] = useState<readonly ConnectionStep[]>();

  const mayWrite = hasPermission('plugins:write');
  const urlProblem = problemOfUrl(tidyUrl(exporterUrl));
  const runbooksProblem = problemOfRunbooksUrl(tidyUrl(runbooksUrl));
  const sources = prometheusDataSources();
  const jsonData: Settings = {
    exporterUrl: tidyUrl(exporterUrl),
    ...(dataSourceUid === undefined ? {} : { dataSourceUid }),
    ...(runbooksUrl === '' ? {} : { runbooksUrl: tidyUrl(runbooksUrl) }),
  };

  async function saveAndTest(event: SyntheticEvent) {
    event.preventDefault();
    setAsked(true);
    if (urlProblem !== undefined || runbooksProblem !== undefined) return;
    setBusy(true);
    setProblem(undefined);
    setSteps(undefined);
    try {
      await saveSettings({
        enabled: true,
        pinned: true,
        jsonData,
        ...(tokenIsSet || token === '' ? {} : { secureJsonData: { apiToken: token } }),
      });
      if (token !== '') setTokenIsSet(true);
      setToken('');
      setSteps(await connectionSteps(jsonData));
    } catch (thrown) {
      setProblem(failureOf(thrown).message || 'Grafana did not keep the settings.');
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void saveAndTest(event)} data-testid="configuration">
      <FieldSet label="Exporter" disabled={!mayWrite}>
        <Field
          label="URL"
          description="Where Grafana’s server, not the browser, reaches the exporter."
          required
          invalid={asked && urlProblem !== undefined}
          error={urlProblem}
        >
          <Input
            id="exporter-url"
            width={60}
            value={exporterUrl}
            placeholder="http://plumbline.plumbline.svc:8080"
            onChange={({ currentTarget }) => setExporterUrl(currentTarget.value)}
          />
        </Field>
        <Field
          label="Token"
          description="A token of the exporter (auth.tokens) with the scope findings:read, and waivers:write if waivers shall be requested here. Grafana keeps it; browsers never see it."
        >
          <SecretInput
            id="exporter-token"
            width={60}
            isConfigured={tokenIsSet}
            value={token}
            onReset={() => {
              setTokenIsSet(false);
              setToken('');
            }}
            onChange={({ currentTarget }) => setToken(currentTarget.value)}
          />
        </Field>
      </FieldSet>
      <FieldSet label="Prometheus" disabled={!mayWrite}>
        <Field
          label="Data source"
          description="The Prometheus that scrapes the exporter and evaluates our recording rules."
        >
          {sources.length === 0 ? (
            <Alert severity="warning" title="This Grafana has no Prometheus data source">
              Add one under Connections; SLOs, trends and alerts are read from it.
            </Alert>
          ) : (
            <Combobox
              id="prometheus-data-source"
              width={60}
              options={sources.map(({ uid, name }) => ({ value: uid, label: name }))}
              value={dataSourceUid ?? null}
              onChange={({ value }) => setDataSourceUid(value)}
            />
          )}
        </Field>
      </FieldSet>
      <FieldSet label="Runbooks" disabled={!mayWrite}>
        <Field
          label="URL of the runbooks"
          description="Where the runbooks of alerts are: links.runbooks of alerts/values.yaml. The name of the alert and .md are appended; nothing is linked without it."
          invalid={asked && runbooksProblem !== undefined}
          error={runbooksProblem}
        >
          <Input
            id="runbooks-url"
            width={60}
            value={runbooksUrl}
            placeholder="https://git.example/platform/runbooks"
            onChange={({ currentTarget }) => setRunbooksUrl(currentTarget.value)}
          />
        </Field>
      </FieldSet>
      <Stack direction="column" gap={2} alignItems="start">
        <Button type="submit" disabled={busy || !mayWrite} icon={busy ? 'spinner' : 'save'}>
          Save and test
        </Button>
        {!mayWrite && <span>Only who may change plugins of this Grafana can change this; ask an administrator.</span>}
        {problem !== undefined && (
          <Alert severity="error" title="The settings were not kept">
            {problem}
          </Alert>
        )}
        <div aria-live="polite">{steps !== undefined && <ConnectionReport steps={steps} />}</div>
        {steps?.every(({ works }) => works) === true && (
          <a href={`/a/${pluginId}/overview`} className="external-link">
            Open the overview
          </a>
        )}
      </Stack>
    </form>
  );
}
