import { Button, EmptyState } from '@grafana/ui';
import type { ReactNode } from 'react';

/** Nothing is wrong: only where what is looked at is fresh and complete. */
export function NothingWrong({ message, children }: { readonly message: string; readonly children?: ReactNode }) {
  return (
    <div data-testid="nothing-wrong">
      <EmptyState variant="completed" message={message}>
        {children}
      </EmptyState>
    </div>
  );
}

/** Nothing is listed, and it cannot be said that this is good. */
export function NothingKnown({ message, children }: { readonly message: string; readonly children?: ReactNode }) {
  return (
    <div data-testid="nothing-known">
      <EmptyState variant="call-to-action" hideImage message={message}>
        {children}
      </EmptyState>
    </div>
  );
}

/** There is something, and filters hide all of it. */
export function NothingMatches({ message, onReset }: { readonly message: string; readonly onReset: () => void }) {
  return (
    <div data-testid="nothing-matches">
      <EmptyState
        variant="not-found"
        message={message}
        button={
          <Button variant="secondary" onClick={onReset}>
            Reset filters
          </Button>
        }
      />
    </div>
  );
}
