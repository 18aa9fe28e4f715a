import { totalOf } from './count.ts';

interface Props {
  readonly shown: number;
  readonly total: number;
  /** Whether they are in the order of time, the newest first. */
  readonly latest?: boolean;
}

/** Says under a list that there is more than is shown; nothing where there is not. */
export function CutList({ shown, total, latest = false }: Props) {
  if (total <= shown) return null;
  return (
    <p>
      {latest ? 'The latest ' : ''}
      {shown} of {totalOf(total)}.
    </p>
  );
}
