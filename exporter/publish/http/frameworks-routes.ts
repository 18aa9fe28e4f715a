import type { Request, Response } from 'express';
import type { ApiFramework } from '../../contract/index.ts';
import { summaryOf } from '../../checks/frameworks/summary.ts';
import { frameworkResult } from '../framework-result.ts';
import type { ClusterView } from '../posture.ts';
import { digest, keysetPage, linkNext, sendJson } from './pages.ts';
import { Problem } from './problem.ts';
import { Query, takesNoParameters } from './query.ts';

type Handler = (request: Request, response: Response) => void;

export interface FrameworksDeps {
  readonly clusters: () => Iterable<ClusterView>;
  readonly frameworks: readonly ApiFramework[];
}

/** Handlers that list frameworks, what answers their controls, and how a cluster stands to them. */
export function frameworksRoutes({ clusters, frameworks }: FrameworksDeps): {
  readonly list: Handler;
  readonly one: Handler;
  readonly ofCluster: Handler;
} {
  const summaries = frameworks.map(summaryOf);
  const revision = digest(JSON.stringify(frameworks));

  function wanted(request: Request): ApiFramework {
    const found = frameworks.find(({ id }) => id === request.params['id']);
    if (found === undefined) throw new Problem(404, 'No framework has this id. List them at /api/v1/frameworks.');
    return found;
  }

  return {
    list(request, response) {
      const query = new Query(request.originalUrl, ['limit', 'cursor']);
      const page = keysetPage(summaries, ({ id }) => id, query, revision);
      linkNext(request, response, page.next);
      sendJson(request, response, page);
    },
    one(request, response) {
      takesNoParameters(request.originalUrl);
      sendJson(request, response, wanted(request));
    },
    ofCluster(request, response) {
      takesNoParameters(request.originalUrl);
      const cluster = [...clusters()].find(({ name }) => name === request.params['name']);
      if (cluster === undefined) throw new Problem(404, 'No cluster has this name. List them at /api/v1/clusters.');
      sendJson(request, response, frameworkResult(cluster, wanted(request)));
    },
  };
}
