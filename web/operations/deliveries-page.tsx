import { Button, NativeSelect, Table, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { IconSend } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { request } from '../api/request.ts';
import { ListState } from '../desk/list-state.tsx';
import { MoreButton } from '../desk/more-button.tsx';
import { Mark } from '../shell/mark.tsx';
import { Filters } from '../shell/filters.tsx';
import { narrowed } from '../shell/narrowed.ts';
import { useClock, useMay } from '../shell/session.tsx';
import { tellDone, tellProblem } from '../shell/tell.tsx';
import type { Delivery, Webhook } from './contract.ts';
import { deliveryText, EVENT_CHOICES, eventWord, STATE_CHOICES, stateOf } from './delivery-words.ts';
import { deliveriesQuery, webhooksQuery, type DeliverySearch } from './queries.ts';
import page from '../shell/page.module.css';
import classes from './operations.module.css';

const ANY = { value: '', label: 'Any' };

/** Where a webhook leads, short enough for a list: "crm.hill.example/callthread". */
const placeOf = (webhook: Webhook | undefined): string =>
  webhook === undefined ? 'A webhook that is there no more' : webhook.url.replace(/^https?:\/\//, '');

/** What was told to the institute's own systems, or is to be. What is looked for stands in the address. */
export function DeliveriesPage(): ReactNode {
  // As the route reads it.
  const search = useSearch({ strict: false }) as DeliverySearch;
  const navigate = useNavigate();
  const { data: webhooks } = useQuery(webhooksQuery);
  const list = useInfiniteQuery(deliveriesQuery(search));
  const deliveries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const become = (changes: { readonly [name in keyof DeliverySearch]: string | undefined }): void => {
    void navigate({ to: '/operations/deliveries', search: narrowed(search, changes), replace: true });
  };
  const places = webhooks?.items.map((webhook) => ({ value: webhook.id, label: placeOf(webhook) })) ?? [];
  const isNarrowed = Object.keys(search).length > 0;
  const empty = isNarrowed
    ? 'No event fits what you are looking for.'
    : 'Nothing was sent yet. Events go out when something happens and a webhook wants to know of it.';
  return (
    <div className={page.page}>
      <div className={classes.head}>
        <Title order={1}>Outgoing events</Title>
      </div>
      <p className={classes.intro}>
        What your own systems were told of calls and leads, newest first. An endpoint that does not take an event is
        tried again for two days; what is given up then can be sent again from here.
      </p>
      <Filters
        isNarrowed={isNarrowed}
        onClear={() => void navigate({ to: '/operations/deliveries', search: {}, replace: true })}
      >
        <NativeSelect
          label="State"
          data={[ANY, ...STATE_CHOICES]}
          value={search.state ?? ''}
          onChange={({ currentTarget }) => become({ state: currentTarget.value })}
        />
        <NativeSelect
          label="Event"
          data={[ANY, ...EVENT_CHOICES]}
          value={search.event ?? ''}
          onChange={({ currentTarget }) => become({ event: currentTarget.value })}
        />
        <NativeSelect
          label="Webhook"
          data={[ANY, ...places]}
          value={search.webhook ?? ''}
          onChange={({ currentTarget }) => become({ webhook: currentTarget.value })}
        />
      </Filters>
      <section className={page.panel} aria-label="Events found">
        <ListState list={list} isEmpty={deliveries.length === 0} empty={empty}>
          <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table of events">
            <Table verticalSpacing={7} horizontalSpacing={14} className={classes.table}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Happened</Table.Th>
                  <Table.Th>Event</Table.Th>
                  <Table.Th>To</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th>Send</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {deliveries.map((delivery) => (
                  <DeliveryRow
                    key={delivery.id}
                    delivery={delivery}
                    place={placeOf(webhooks?.items.find(({ id }) => id === delivery.webhookId))}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </div>
          <MoreButton list={list} />
        </ListState>
      </section>
    </div>
  );
}

function DeliveryRow({ delivery, place }: { readonly delivery: Delivery; readonly place: string }) {
  const clock = useClock();
  const seesCalls = useMay()('call_logs');
  const { at, event, callId } = delivery;
  const { tone, word } = stateOf(delivery);
  const text = deliveryText(delivery, clock.when);
  return (
    <Table.Tr>
      <Table.Td className={classes.nowrap} title={clock.exactly(at)}>
        {clock.when(at)}
      </Table.Td>
      <Table.Td className={classes.nowrap}>
        {eventWord(event)}
        <span className={classes.under}>
          {callId !== null && seesCalls ? (
            <Link className={classes.link} to="/operations/calls/$callId" params={{ callId }}>
              Its call
            </Link>
          ) : (
            event
          )}
        </span>
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere', minWidth: 160 }}>{place}</Table.Td>
      <Table.Td style={{ minWidth: 200 }}>
        <Mark tone={tone}>{word}</Mark>
        {text !== '' && <span className={classes.under}>{text}</span>}
      </Table.Td>
      <Table.Td>
        <SendAgain delivery={delivery} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Sends an event once more, at once, with new patience; the endpoint knows it by its id. */
function SendAgain({ delivery: { id, state, event } }: { readonly delivery: Delivery }) {
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: async () =>
      await request<Delivery>(`/v1/settings/webhook-deliveries/${id}/redeliver`, { method: 'POST' }),
    onSuccess: () => {
      tellDone('It is on its way.');
      void queries.invalidateQueries({ queryKey: ['operations', 'deliveries'] });
    },
    onError: tellProblem,
  });
  if (state === 'dropped') return null;
  return (
    <Button
      size="compact-xs"
      variant={state === 'dead' ? 'light' : 'subtle'}
      leftSection={<IconSend size={14} aria-hidden />}
      loading={isPending}
      onClick={() => mutate()}
      aria-label={`Send again: ${eventWord(event)}`}
    >
      {state === 'pending' ? 'Send now' : 'Send again'}
    </Button>
  );
}
