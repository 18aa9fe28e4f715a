/** The id under which Grafana knows the app; a test compares it with plugin.json. */
export const pluginId = 'plumbline-posture-app';

/** Actions of the app's roles (plugin.json), as routes and buttons ask for them. */
export const actions = {
  readFindings: `${pluginId}.findings:read`,
  writeWaivers: `${pluginId}.waivers:write`,
} as const;
