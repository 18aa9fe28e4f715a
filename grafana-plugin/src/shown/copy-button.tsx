import { ClipboardButton } from '@grafana/ui';

interface Props {
  readonly text: string;
  /** What is copied, as in "Copy YAML". */
  readonly what: string;
  readonly variant?: 'secondary' | 'primary';
}

/** Copies text as it is, without what is spelled out for the eye. */
export function CopyButton({ text, what, variant = 'secondary' }: Props) {
  return (
    <ClipboardButton icon="copy" size="sm" variant={variant} getText={() => text}>
      Copy {what}
    </ClipboardButton>
  );
}
