import * as emotionCss from '@emotion/css';
import * as emotionReact from '@emotion/react';
import type { AppPlugin } from '@grafana/data';
import * as data from '@grafana/data';
import * as dataUnstable from '@grafana/data/unstable';
import * as runtime from '@grafana/runtime';
import * as runtimeUnstable from '@grafana/runtime/unstable';
import * as ui from '@grafana/ui';
import * as uiUnstable from '@grafana/ui/unstable';
import i18next from 'i18next';
import lodash from 'lodash';
import moment from 'moment';
import * as react from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactDom from 'react-dom';
import * as reactRouter from 'react-router';
import * as rxjs from 'rxjs';

/** What Grafana gives to apps, of what apps of today may ask for. A bundle that asks for more does not load here, nor there. */
const shared: Readonly<Record<string, object>> = {
  '@emotion/css': emotionCss,
  '@emotion/react': emotionReact,
  '@grafana/data': data,
  '@grafana/data/unstable': dataUnstable,
  '@grafana/runtime': runtime,
  '@grafana/runtime/unstable': runtimeUnstable,
  '@grafana/ui': ui,
  '@grafana/ui/unstable': uiUnstable,
  i18next: asDefault(i18next),
  lodash: asDefault(lodash),
  moment: asDefault(moment),
  react,
  'react/jsx-runtime': jsxRuntime,
  'react-dom': reactDom,
  'react-router': reactRouter,
  rxjs,
};

/** The part of SystemJS that is used. */
interface Loader {
  set(id: string, module: object): void;
  addImportMap(map: { readonly imports: Readonly<Record<string, string>> }): void;
  import(url: string): Promise<unknown>;
}

/** Loads the built app as Grafana does: an AMD module through SystemJS, with the shared modules by name. */
export async function loadPlugin(url: string): Promise<AppPlugin> {
  // After our own bundle: packages in it would otherwise take the `define` of the second one for theirs.
  await script('/public/systemjs/system.js');
  await script('/public/systemjs/extras/amd.js');
  const loader = (window as unknown as { readonly System: Loader }).System;
  const imports: Record<string, string> = {};
  for (const [name, module] of Object.entries(shared)) {
    imports[name] = `package:${name}`;
    loader.set(`package:${name}`, module);
  }
  loader.addImportMap({ imports });
  const loaded = await loader.import(url);
  // A module that awaits at its top level exports a promise.
  const exported = isDefaulted(loaded) ? await loaded.default : loaded;
  if (typeof exported !== 'object' || exported === null || !('plugin' in exported)) {
    throw new Error(`${url} exports no plugin`);
  }
  return exported.plugin as AppPlugin;
}

function script(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = src;
    element.addEventListener('load', () => resolve());
    element.addEventListener('error', () => reject(new Error(`${src} cannot be loaded`)));
    document.head.append(element);
  });
}

function asDefault(module: object): object {
  return { default: module, __useDefault: true };
}

function isDefaulted(module: unknown): module is { readonly default: unknown } {
  return typeof module === 'object' && module !== null && '__useDefault' in module && 'default' in module;
}
