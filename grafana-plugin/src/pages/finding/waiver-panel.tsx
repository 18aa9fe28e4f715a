import { hasPermission } from '@grafana/runtime';
import { Button, Stack, TextLink } from '@grafana/ui';
import { useState } from 'react';
import type { ApiFinding, ApiWaiver } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { actions } from '../../plugin-id.ts';
import { linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { fullTime } from '../../shown/time-ago.tsx';
import { FailureNotice } from '../../states/failure-notice.tsx';
import { Section } from '../../shown/section.tsx';
import { WaiverDrawer } from './waiver-drawer.tsx';

/** Whether the finding is accepted, by what and until when, and the way to ask for it. */
export function WaiverPanel({ finding }: { readonly finding: ApiFinding }) {
  const [asking, setAsking] = useState(false);
  const mayAsk = hasPermission(actions.writeWaivers);
  const name = waiverOf(finding.exemptedBy);
  const waivers = useAnswer('waivers', {
    path: apiPath('waivers'),
    query: { cluster: [finding.cluster], limit: '1000' },
    enabled: name !== undefined,
  });
  const waiver = waivers.data?.items.find((one) => one.name === name);
  return (
    <Section framed title="Waiver">
      {finding.state === 'exempt' ? (
        <>
          <p>
            Accepted by <ClusterText text={finding.exemptedBy ?? 'an exemption'} code />
            {finding.exemption !== undefined && (
              <>
                : <ClusterText text={finding.exemption} most={600} />
              </>
            )}
          </p>
          {waivers.isError && (
            <FailureNotice failure={waivers.error} of="The waiver" onRetry={() => void waivers.refetch()} />
          )}
          {waiver !== undefined && <Terms waiver={waiver} />}
        </>
      ) : (
        <>
          <p>
            Not accepted. A waiver is a file in Git, with a reason, an approver and an end: a request gives its text,
            and nothing is accepted before it is merged.
          </p>
          <Stack direction="column" gap={0.5} alignItems="flex-start">
            <Button
              variant="secondary"
              icon="pen"
              disabled={!mayAsk}
              {...(mayAsk
                ? {}
                : {
                    tooltip: `Your role lacks ${actions.writeWaivers}; editors have it, and an administrator can grant it.`,
                  })}
              onClick={() => setAsking(true)}
            >
              Request a waiver
            </Button>
            {!mayAsk && (
              <small data-testid="why-no-waiver">
                Your role in Grafana may not request waivers. Editors may, and an administrator can grant it.
              </small>
            )}
            <TextLink inline={false} href={linkTo('findings', [], { state: ['exempt'], check: [finding.check] })}>
              What is accepted of this check
            </TextLink>
          </Stack>
        </>
      )}
      {asking && <WaiverDrawer finding={finding} onClose={() => setAsking(false)} />}
    </Section>
  );
}

function Terms({ waiver }: { readonly waiver: ApiWaiver }) {
  const { state, approver, requester, ticket, expiresAt, type } = waiver;
  return (
    <ul>
      <li>
        {type ?? 'no type'}, {state}
        {expiresAt !== undefined && `, until ${fullTime(expiresAt)}`}
      </li>
      {approver !== undefined && (
        <li>
          approved by <ClusterText text={approver} />, asked for by <ClusterText text={requester ?? 'nobody named'} />
        </li>
      )}
      {ticket !== undefined && (
        <li>
          ticket <ClusterText text={ticket} />
        </li>
      )}
    </ul>
  );
}

function waiverOf(exemptedBy: string | undefined): string | undefined {
  return exemptedBy?.startsWith('waiver/') === true ? exemptedBy.slice('waiver/'.length) : undefined;
}
