import { createContext, useContext } from 'react';
import type { Settings } from '../config/settings.ts';

/** The settings of the app as Grafana handed them over with the page. */
export const SettingsContext = createContext<Settings>({});

/** The settings of the app. */
export function useSettings(): Settings {
  return useContext(SettingsContext);
}
