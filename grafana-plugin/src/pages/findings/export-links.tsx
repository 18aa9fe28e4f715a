import { locationUtil } from '@grafana/data';
import { LinkButton, Stack } from '@grafana/ui';
import { proxied } from '../../api/client.ts';
import { searchOf, type LinkQuery } from '../../routes.ts';

/** Downloads all that match, beyond the page that is shown. */
export function ExportLinks({ query }: { readonly query: LinkQuery }) {
  return (
    <Stack gap={1}>
      {(['csv', 'ndjson'] as const).map((format) => (
        <LinkButton
          key={format}
          variant="secondary"
          size="sm"
          icon="download-alt"
          href={locationUtil.assureBaseUrl(`/${proxied(`findings.${format}`)}?${searchOf(query)}`)}
          // Grafana takes links without a target for pages of its own.
          target="_self"
          download={`findings.${format}`}
          tooltip={`All findings that match, as ${format.toUpperCase()}`}
        >
          {format.toUpperCase()}
        </LinkButton>
      ))}
    </Stack>
  );
}
