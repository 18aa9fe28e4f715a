import { textUtil } from '@grafana/data';
import { TextLink } from '@grafana/ui';
import { useSettings } from '../app/settings-context.ts';
import { runbookOf } from './runbook.ts';

/** Leads to the runbook of an alert, where the settings say that there are any. */
export function RunbookLink({ alert }: { readonly alert: string }) {
  const href = runbookOf(useSettings().runbooksUrl, alert);
  if (href === undefined) return null;
  return (
    <TextLink href={textUtil.sanitizeUrl(href)} external inline variant="bodySmall">
      Runbook
    </TextLink>
  );
}
