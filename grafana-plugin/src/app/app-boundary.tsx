import { Alert, Button } from '@grafana/ui';
import { Component, type ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly failure?: Error;
}

/** Where a page that throws ends: says so in its place, and offers to begin anew without the query of the URL, which may be the cause. */
export class AppBoundary extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(failure: Error): State {
    return { failure };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === undefined) return this.props.children;
    return (
      <Alert title="This page failed" severity="error">
        <p>{failure.message}</p>
        <Button onClick={() => window.location.assign(window.location.pathname)}>Load it again without filters</Button>
      </Alert>
    );
  }
}
