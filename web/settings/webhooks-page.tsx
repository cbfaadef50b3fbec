import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { Webhook } from './contract.ts';
import { Loaded } from './loaded.tsx';
import { webhooksQuery } from './queries.ts';
import { PageHead, Section } from './section.tsx';
import { ShownOnce } from './shown-once.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { WebhookItem } from './webhook-item.tsx';
import classes from './settings.module.css';

/** Where the institute's other systems are told of what happens. */
export function WebhooksPage(): ReactNode {
  const webhooks = useQuery(webhooksQuery);
  const [open, setOpen] = useState<Webhook | 'new' | null>(null);
  const [made, setMade] = useState<Webhook | null>(null);
  return (
    <>
      <PageHead
        title="Webhooks"
        says={
          <>
            Your other systems are told of calls, leads and missed calls the moment they happen, signed as Standard
            Webhooks describe. What became of each message stands under{' '}
            <Link to="/operations/deliveries">outgoing events</Link>.
          </>
        }
      >
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setOpen('new')}>
          Add a webhook
        </Button>
      </PageHead>
      {made !== null && (
        <ShownOnce
          title="The secret of the webhook"
          secret={made.secret}
          says={`It is shown this once. ${made.url} checks the signature of what it is sent by it.`}
          onDone={() => setMade(null)}
        />
      )}
      <Section title="Webhooks">
        <Loaded query={webhooks}>
          {(list) =>
            list.length === 0 ? (
              <div className={classes.empty}>There is no webhook yet.</div>
            ) : (
              <ul className={classes.items}>
                {list.map((webhook) => (
                  <WebhookItem key={webhook.id} webhook={webhook} onOpen={() => setOpen(webhook)} onRotated={setMade} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      {open !== null && (
        <WebhookForm webhook={open === 'new' ? null : open} onMade={setMade} onClose={() => setOpen(null)} />
      )}
    </>
  );
}
