import { config } from '@grafana/runtime';
import { Alert, Button, Combobox, Drawer, Field, Input, RadioButtonGroup, Stack, TextArea } from '@grafana/ui';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { waiverTypes, type ApiFinding, type ApiWaiverDraft } from '#contract';
import { apiPath, send } from '../../api/client.ts';
import type { ApiFailure } from '../../api/failure.ts';
import { ObjectName } from '../../shown/object-name.tsx';
import { FailureNotice } from '../../states/failure-notice.tsx';
import { WaiverDraft } from './waiver-draft.tsx';
import { formFor, problemsOf, requestOf, scopesFor, type WaiverForm, type WaiverScope } from './waiver-request.ts';

interface Props {
  readonly finding: ApiFinding;
  readonly onClose: () => void;
}

const scopeNames: Readonly<Record<WaiverScope, string>> = {
  object: 'this object',
  namespace: 'its namespace',
  cluster: 'the whole cluster',
};

/** Asks the exporter for the file of a waiver, and shows what goes into Git. */
export function WaiverDrawer({ finding, onClose }: Props) {
  const [form, setForm] = useState(() => formFor(finding, config.bootData.user.login ?? '', Date.now()));
  const request = useMutation<ApiWaiverDraft, ApiFailure, WaiverForm>({
    mutationFn: (wanted) => send<ApiWaiverDraft>(apiPath('waivers'), requestOf(finding, wanted)),
  });
  const problems = request.error === null ? undefined : problemsOf(request.error);
  const set = (changes: Partial<WaiverForm>) => setForm({ ...form, ...changes });
  const at = (name: keyof WaiverForm) => ({
    invalid: problems?.fields[name] !== undefined,
    error: problems?.fields[name],
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    request.mutate(form);
  }
  return (
    <Drawer title="Request a waiver" subtitle={<ObjectName object={finding.object} />} onClose={onClose} size="md">
      {request.isSuccess ? (
        <WaiverDraft draft={request.data} onClose={onClose} onChange={() => request.reset()} />
      ) : (
        <form onSubmit={submit} noValidate data-testid="waiver-form">
          {request.error !== null && problems === undefined && (
            <FailureNotice failure={request.error} of="The request" />
          )}
          {problems !== undefined && problems.others.length > 0 && (
            <Alert severity="error" title="The request is not valid">
              <ul>
                {problems.others.map((problem) => (
                  <li key={problem}>{problem}</li>
                ))}
              </ul>
            </Alert>
          )}
          <Field label="Name" description="The name of its file." required {...at('name')}>
            <Input
              id="waiver-name"
              value={form.name}
              onChange={({ currentTarget: { value } }) => set({ name: value })}
            />
          </Field>
          <Field label={`Accept ${finding.check} of`} useFieldset>
            <RadioButtonGroup
              options={scopesFor(finding).map((value) => ({ value, label: scopeNames[value] }))}
              value={form.scope}
              onChange={(scope) => set({ scope })}
            />
          </Field>
          <Field label="Type" {...at('type')}>
            <Combobox
              id="waiver-type"
              options={waiverTypes.map((value) => ({ value, label: value }))}
              value={form.type}
              onChange={({ value }) => set({ type: value })}
            />
          </Field>
          <Field
            label="Reason"
            description="Why the risk is acceptable, for whoever reads it in a year."
            required
            {...at('reason')}
          >
            <TextArea
              id="waiver-reason"
              rows={3}
              value={form.reason}
              onChange={({ currentTarget: { value } }) => set({ reason: value })}
            />
          </Field>
          <Field label="Requester" required {...at('requester')}>
            <Input
              id="waiver-requester"
              value={form.requester}
              onChange={({ currentTarget: { value } }) => set({ requester: value })}
            />
          </Field>
          <Field label="Approver" description="Somebody else." required {...at('approver')}>
            <Input
              id="waiver-approver"
              value={form.approver}
              onChange={({ currentTarget: { value } }) => set({ approver: value })}
            />
          </Field>
          <Field label="Ticket" {...at('ticket')}>
            <Input
              id="waiver-ticket"
              value={form.ticket}
              onChange={({ currentTarget: { value } }) => set({ ticket: value })}
            />
          </Field>
          <Field
            label="Ends with"
            description="The last day on which it accepts anything, in UTC."
            required
            {...at('expiresAt')}
          >
            <Input
              id="waiver-expires"
              type="date"
              value={form.expiresAt}
              onChange={({ currentTarget: { value } }) => set({ expiresAt: value })}
            />
          </Field>
          <Stack>
            <Button
              type="submit"
              disabled={request.isPending}
              {...(request.isPending ? { icon: 'spinner' as const } : {})}
            >
              Make the file
            </Button>
            <Button type="button" variant="secondary" onClick={onClose}>
              Cancel
            </Button>
          </Stack>
        </form>
      )}
    </Drawer>
  );
}
