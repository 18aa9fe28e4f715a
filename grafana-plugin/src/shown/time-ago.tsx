import { dateTimeFormat } from '@grafana/data';
import { ago, elapsed } from './elapsed.ts';
import { useNow } from './use-now.ts';

interface Props {
  /** RFC 3339. */
  readonly at: string;
  /** Whether the time was inferred; shown with "about". */
  readonly estimated?: boolean;
  /** Shows for how long it has been, instead of how long ago. */
  readonly span?: boolean;
}

/** A moment by how long ago it was; its title gives it in full, in the time zone of the user. */
export function TimeAgo({ at, estimated = false, span = false }: Props) {
  const now = useNow();
  const moment = Date.parse(at);
  const words = span ? elapsed(moment, now) : ago(moment, now);
  return (
    <time dateTime={at} title={`${estimated ? 'Estimated: ' : ''}${fullTime(at)}`}>
      {estimated ? `about ${words}` : words}
    </time>
  );
}

/** A moment in full, in the time zone of the user. */
export function fullTime(at: string): string {
  return dateTimeFormat(Date.parse(at), { format: 'YYYY-MM-DD HH:mm:ss z' }).trim();
}
