import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { request, sentenceOf } from '../api/request.ts';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { AskFirst } from './ask-first.tsx';
import type { Webhook, WebhookTest } from './contract.ts';
import { LinkButton } from './link-button.tsx';
import { useRefreshSettings } from './use-setting.ts';
import { EVENTS, testWords } from './webhook-words.ts';
import classes from './settings.module.css';

const DAY_SECONDS = 86_400;

interface WebhookItemProps {
  readonly webhook: Webhook;
  readonly onOpen: () => void;
  /** With its new secret in the clear. */
  readonly onRotated: (webhook: Webhook) => void;
}

export function WebhookItem({ webhook, onOpen, onRotated }: WebhookItemProps) {
  const { id, url, events, enabled, disabledReason, secret, previousValidUntil, fullNumbers } = webhook;
  const path = `/v1/settings/webhooks/${id}`;
  const clock = useClock();
  const refresh = useRefreshSettings();
  const test = useMutation({
    mutationFn: async () => await request<WebhookTest>(`${path}/test`, { method: 'POST' }),
  });
  return (
    <li>
      <div className={classes.item}>
        <span className={classes.itemWords}>
          <strong>{url}</strong>
          <span className={classes.under}>
            {events.map((event) => EVENTS[event]).join(', ')}. {fullNumbers ? 'Full' : 'Masked'} numbers. Secret{' '}
            {secret}
            {previousValidUntil !== null && `; the one before signs as well until ${clock.when(previousValidUntil)}`}.
          </span>
        </span>
        {!enabled && <Mark tone="miss">{disabledReason === 'gone' ? 'Off: it answered “gone”' : 'Switched off'}</Mark>}
        <Button variant="default" size="compact-xs" aria-label={`Change ${url}`} onClick={onOpen}>
          Change
        </Button>
        <Button
          variant="default"
          size="compact-xs"
          loading={test.isPending}
          aria-label={`Test ${url}`}
          onClick={() => test.mutate()}
        >
          Test
        </Button>
        <LinkButton
          to="/operations/deliveries"
          search={{ webhook: id }}
          variant="subtle"
          size="compact-xs"
          aria-label={`What was sent to ${url}`}
        >
          Sent
        </LinkButton>
        <AskFirst
          button="New secret"
          of={url}
          title="A new secret?"
          says="Messages are signed with the new one and, for one more day, with the old one too: long enough to enter it there."
          confirm="Make it"
          done="The secret is new."
          deed={async () => {
            onRotated(
              await request<Webhook>(`${path}/rotate`, { method: 'POST', body: { overlapSeconds: DAY_SECONDS } }),
            );
            refresh();
          }}
        />
        <AskFirst
          button="Remove"
          of={url}
          title="Remove the webhook?"
          says="It is told of nothing any more, and what was on its way to it is dropped."
          confirm="Remove it"
          done="The webhook is removed."
          deed={async () => {
            await request(path, { method: 'DELETE' });
            refresh();
          }}
        />
      </div>
      <span className={classes.under} role="status">
        {test.error !== null && sentenceOf(test.error)}
        {test.data !== undefined && testWords(test.data)}
      </span>
    </li>
  );
}
