import { Alert, Button, Stack } from '@grafana/ui';
import type { ApiWaiverDraft } from '#contract';
import { ClusterBlock, ClusterText } from '../../shown/cluster-text.tsx';
import { CopyButton } from '../../shown/copy-button.tsx';
import { counted } from '../../shown/count.ts';

interface Props {
  readonly draft: ApiWaiverDraft;
  readonly onClose: () => void;
  /** Goes back to the form, as it was. */
  readonly onChange: () => void;
}

/** What a pull request for a waiver needs, to be copied piece by piece. */
export function WaiverDraft({ draft, onClose, onChange }: Props) {
  const { accepts, file, pullRequest } = draft;
  return (
    <Stack direction="column" gap={2} data-testid="waiver-draft">
      <Alert severity="success" title="The file is ready">
        It would accept {counted(accepts, 'open finding')} now. Nothing is accepted until it is merged.
      </Alert>
      <Piece title="File" name={file.path} text={file.content} what="file" />
      <Piece title="Branch" name={pullRequest.branch} text={pullRequest.branch} what="branch" />
      <Piece
        title="Pull request"
        name={pullRequest.title}
        text={`${pullRequest.title}\n\n${pullRequest.body}`}
        what="text"
      />
      <Stack>
        <Button onClick={onClose}>Done</Button>
        <Button variant="secondary" onClick={onChange}>
          Change it
        </Button>
      </Stack>
    </Stack>
  );
}

interface PieceProps {
  readonly title: string;
  readonly name: string;
  readonly text: string;
  readonly what: string;
}

function Piece({ title, name, text, what }: PieceProps) {
  return (
    <section aria-label={title}>
      <Stack justifyContent="space-between" alignItems="center">
        <span>
          <strong>{title}</strong> <ClusterText text={name} code />
        </span>
        <CopyButton text={text} what={what} />
      </Stack>
      {text !== name && <ClusterBlock text={text} label={title} />}
    </section>
  );
}
