import { initPluginTranslations } from '@grafana/i18n';
import { pluginId } from '../plugin-id.ts';

/** Prepares texts that come with Grafana's parts, which ask for them as soon as they are loaded: to be awaited before the app is. */
export async function prepareTranslations(): Promise<void> {
  await initPluginTranslations(pluginId);
}
