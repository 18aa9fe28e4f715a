import { QueryClientProvider } from '@tanstack/react-query';
import type { AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense, useState } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import type { Settings } from '../config/settings.ts';
import { chosenDataSource } from '../prometheus/data-source.ts';
import { pages } from '../routes.ts';
import { AppBoundary } from './app-boundary.tsx';
import { Onboarding } from '../states/onboarding.tsx';
import { newQueryClient } from './query-client.ts';
import { SettingsContext } from './settings-context.ts';

const OverviewPage = lazy(async () => ({
  default: (await import('../pages/overview/overview-page.tsx')).OverviewPage,
}));
const OnCallPage = lazy(async () => ({ default: (await import('../pages/on-call/on-call-page.tsx')).OnCallPage }));
const SlosPage = lazy(async () => ({ default: (await import('../pages/slos/slos-page.tsx')).SlosPage }));
const DebugPage = lazy(async () => ({ default: (await import('../pages/debug/debug-page.tsx')).DebugPage }));
const ExporterPage = lazy(async () => ({
  default: (await import('../pages/debug/exporter-page.tsx')).ExporterPage,
}));
const ChangesPage = lazy(async () => ({ default: (await import('../pages/debug/changes-page.tsx')).ChangesPage }));
const FindingsPage = lazy(async () => ({
  default: (await import('../pages/findings/findings-page.tsx')).FindingsPage,
}));
const ClustersPage = lazy(async () => ({
  default: (await import('../pages/clusters/clusters-page.tsx')).ClustersPage,
}));
const FindingPage = lazy(async () => ({
  default: (await import('../pages/finding/finding-page.tsx')).FindingPage,
}));
const ClusterPage = lazy(async () => ({
  default: (await import('../pages/clusters/cluster-page.tsx')).ClusterPage,
}));
const CompliancePage = lazy(async () => ({
  default: (await import('../pages/compliance/compliance-page.tsx')).CompliancePage,
}));
const FrameworkPage = lazy(async () => ({
  default: (await import('../pages/compliance/framework-page.tsx')).FrameworkPage,
}));
const ChecksPage = lazy(async () => ({
  default: (await import('../pages/checks/checks-page.tsx')).ChecksPage,
}));
const CheckPage = lazy(async () => ({
  default: (await import('../pages/checks/check-page.tsx')).CheckPage,
}));

/** The app below `/a/plumbline-posture-app`: one route a page, each a chunk of its own. */
export function App({ meta }: AppRootProps<Settings>) {
  const [client] = useState(newQueryClient);
  if (isEmpty(meta.jsonData)) return <Onboarding />;
  return (
    <SettingsContext.Provider value={meta.jsonData ?? {}}>
      <QueryClientProvider client={client}>
        <AppBoundary>
          <Suspense fallback={<LoadingPlaceholder text="Loading" />}>
            <Routes>
              <Route path={pages.overview} element={<OverviewPage />} />
              <Route path={pages.onCall} element={<OnCallPage />} />
              <Route path={pages.slos} element={<SlosPage />} />
              <Route path={pages.debug} element={<DebugPage />} />
              <Route path={`${pages.debug}/exporter`} element={<ExporterPage />} />
              <Route path={`${pages.debug}/changes`} element={<ChangesPage />} />
              <Route path={pages.findings} element={<FindingsPage />} />
              <Route path={pages.clusters} element={<ClustersPage />} />
              <Route path={`${pages.findings}/:id`} element={<FindingPage />} />
              <Route path={`${pages.clusters}/:name/:tab?`} element={<ClusterPage />} />
              <Route path={pages.compliance} element={<CompliancePage />} />
              <Route path={`${pages.compliance}/:framework`} element={<FrameworkPage />} />
              <Route path={pages.checks} element={<ChecksPage />} />
              <Route path={`${pages.checks}/:check`} element={<CheckPage />} />
              <Route path="*" element={<Navigate replace to={pages.overview} />} />
            </Routes>
          </Suspense>
        </AppBoundary>
      </QueryClientProvider>
    </SettingsContext.Provider>
  );
}

/** Nothing is configured, and there is no Prometheus to read either. */
function isEmpty(settings: Settings | undefined): boolean {
  return (settings?.exporterUrl ?? '') === '' && chosenDataSource(settings?.dataSourceUid) === undefined;
}
