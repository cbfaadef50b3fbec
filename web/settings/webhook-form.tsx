import { Checkbox, Input, Switch, TextInput } from '@mantine/core';
import { request } from '../api/request.ts';
import { useMay } from '../shell/session.tsx';
import type { Webhook } from './contract.ts';
import { FormModal } from './form-modal.tsx';
import { useDraft } from './use-draft.ts';
import { useRefreshSettings } from './use-setting.ts';
import { EVENTS, eventCodes } from './webhook-words.ts';
import classes from './api-key-form.module.css';

const PATH = '/v1/settings/webhooks';
const NEW: Webhook = {
  id: '',
  url: '',
  events: ['call.ended'],
  fullNumbers: false,
  enabled: true,
  disabledReason: null,
  secret: '',
  previousValidUntil: null,
  createdAt: '',
};

interface WebhookFormProps {
  /** Null: a new one. */
  readonly webhook: Webhook | null;
  /** With its secret in the clear. */
  readonly onMade: (made: Webhook) => void;
  readonly onClose: () => void;
}

export function WebhookForm({ webhook, onMade, onClose }: WebhookFormProps) {
  const may = useMay();
  const refresh = useRefreshSettings();
  const draft = useDraft<Webhook>({
    saved: webhook ?? NEW,
    ...(webhook !== null && { read: async () => await request<Webhook>(`${PATH}/${webhook.id}`) }),
    write: async (changes, { url, events, fullNumbers, enabled }) => {
      if (webhook !== null) return await request<Webhook>(`${PATH}/${webhook.id}`, { method: 'PUT', body: changes });
      const body = { url, events, fullNumbers, enabled };
      const made = await request<Webhook>(PATH, { method: 'POST', body });
      onMade(made);
      return made;
    },
    onSaved: () => {
      refresh();
      onClose();
    },
    done: 'The webhook is saved.',
  });
  const { url, events, fullNumbers, enabled } = draft.value;
  return (
    <FormModal
      draft={draft}
      title={webhook === null ? 'Add a webhook' : 'Webhook'}
      save={webhook === null ? 'Add it' : 'Save'}
      onClose={onClose}
    >
      <TextInput
        label="Address"
        description="Where your system takes messages; an https address."
        type="url"
        autoComplete="off"
        data-autofocus
        value={url}
        error={draft.problemAt('url')}
        onChange={({ currentTarget }) => draft.set('url', currentTarget.value)}
      />
      <Input.Wrapper label="Told of" labelElement="div" size="xs" error={draft.problemAt('events')}>
        <div className={classes.roles} role="group" aria-label="Told of">
          {eventCodes().map((event) => (
            <Checkbox
              key={event}
              size="xs"
              label={EVENTS[event]}
              checked={events.includes(event)}
              onChange={({ currentTarget: { checked } }) =>
                draft.set('events', checked ? [...events, event] : events.filter((one) => one !== event))
              }
            />
          ))}
        </div>
      </Input.Wrapper>
      {may('full_numbers') && (
        <Switch
          label="Send full numbers"
          description="Off: students’ numbers are masked in what is sent."
          checked={fullNumbers}
          onChange={({ currentTarget }) => draft.set('fullNumbers', currentTarget.checked)}
        />
      )}
      <Switch
        label="Enabled"
        description="Off: nothing is sent."
        checked={enabled}
        onChange={({ currentTarget }) => draft.set('enabled', currentTarget.checked)}
      />
    </FormModal>
  );
}
