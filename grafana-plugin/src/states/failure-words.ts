import type { FailureKind } from '../api/failure.ts';

/** What each kind of failure means, and who can mend it how. */
export const failureWords: Readonly<Record<FailureKind, { readonly title: string; readonly remedy: string }>> = {
  'not-configured': {
    title: 'no exporter is connected',
    remedy:
      'An administrator of this Grafana enters the URL of the exporter and a token in the configuration of the app.',
  },
  unreachable: {
    title: 'the exporter does not answer',
    remedy:
      'Grafana’s server could not reach it. Check that the exporter runs and that its URL is right; what it last published may still be in Prometheus.',
  },
  token: {
    title: 'the exporter does not accept the token',
    remedy:
      'The token that Grafana sends is unknown to the exporter. An administrator enters a valid one in the configuration of the app.',
  },
  forbidden: {
    title: 'not allowed',
    remedy:
      'Your role in Grafana, or the scopes of the exporter’s token, do not cover this. An administrator can grant it.',
  },
  'not-found': { title: 'not found', remedy: 'It may have been resolved and forgotten, or the link is old.' },
  invalid: {
    title: 'the question was refused',
    remedy: 'A filter of this page has a value that the exporter does not know.',
  },
  broken: {
    title: 'the exporter failed',
    remedy: 'It could not answer; its log says why. Try again in a moment.',
  },
};
