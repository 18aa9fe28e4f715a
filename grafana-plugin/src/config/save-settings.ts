import { getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { failureOf } from '../api/failure.ts';
import { pluginId } from '../plugin-id.ts';
import type { Settings } from './settings.ts';

/** What is written of the app; a secret that is left out stays as it is, an empty one would erase it. */
export interface Changed {
  readonly enabled: boolean;
  readonly pinned: boolean;
  readonly jsonData: Settings;
  readonly secureJsonData?: { readonly apiToken: string };
}

/** Keeps settings of the app in Grafana; rejects with an ApiFailure that says what Grafana said. */
export async function saveSettings(changed: Changed): Promise<void> {
  try {
    await lastValueFrom(
      getBackendSrv().fetch({
        url: `/api/plugins/${pluginId}/settings`,
        method: 'POST',
        data: changed,
        showErrorAlert: false,
      }),
    );
  } catch (thrown) {
    throw failureOf(thrown);
  }
}
