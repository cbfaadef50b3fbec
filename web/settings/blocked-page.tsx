import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { request, RequestProblem, sentenceOf } from '../api/request.ts';
import { tellDone } from '../shell/tell.tsx';
import { readable } from '../words/number.ts';
import { AskFirst } from './ask-first.tsx';
import type { NumbersSettings } from './contract.ts';
import { Loaded } from './loaded.tsx';
import { numbersQuery } from './queries.ts';
import { PageHead, Section } from './section.tsx';
import { useRefreshSettings } from './use-setting.ts';
import classes from './settings.module.css';

const PATH = '/v1/settings/numbers';

/** Numbers the institute does not want to hear from. */
export function BlockedPage(): ReactNode {
  const numbers = useQuery(numbersQuery);
  const change = useChangeBlocked();
  const [typed, setTyped] = useState('');
  const add = useMutation({
    mutationFn: async (number: string) => await change((before) => [...before, { number }]),
    onSuccess: () => {
      setTyped('');
      tellDone('The number is blocked.');
    },
  });
  const problem = add.error instanceof RequestProblem ? add.error.fields[0]?.problem : undefined;
  return (
    <>
      <PageHead
        title="Blocked numbers"
        says="A call from one of these rings nobody, shows no pop-up and leaves no missed call; it stands in the call log, and never becomes a lead."
      />
      <Section title="Block a number">
        <form
          className={classes.block}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate(typed.trim());
          }}
        >
          <div className={classes.item}>
            <TextInput
              className={classes.itemWords}
              type="tel"
              aria-label="Number to block"
              placeholder="In any spelling"
              autoComplete="off"
              value={typed}
              error={problem?.startsWith('the same number as') === true ? 'It is blocked already.' : problem}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            />
            <Button type="submit" loading={add.isPending} disabled={typed.trim() === ''}>
              Block it
            </Button>
          </div>
          {add.error !== null && problem === undefined && (
            <Alert color="red" variant="default" role="alert" mt={10}>
              {sentenceOf(add.error)}
            </Alert>
          )}
        </form>
      </Section>
      <Section title="Blocked">
        <Loaded query={numbers}>
          {({ blocked }) =>
            blocked.length === 0 ? (
              <div className={classes.empty}>No number is blocked.</div>
            ) : (
              <ul className={classes.items}>
                {blocked.map(({ number }) => (
                  <li key={number} className={classes.item}>
                    <span className={classes.itemWords}>{readable(number)}</span>
                    <AskFirst
                      button="Unblock"
                      of={number}
                      title={`Unblock ${readable(number)}?`}
                      says="Its next call rings counsellors like any other."
                      confirm="Unblock it"
                      done="The number is no longer blocked."
                      deed={async () => await change((before) => before.filter((one) => one.number !== number))}
                    />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
    </>
  );
}

type Blocked = NumbersSettings['blocked'];

/** Changes the newest list: nobody's number is lost that was blocked meanwhile. */
function useChangeBlocked(): (change: (before: Blocked) => Blocked) => Promise<void> {
  const queries = useQueryClient();
  const refresh = useRefreshSettings();
  return async (change) => {
    const { blocked } = await request<NumbersSettings>(PATH);
    const saved = await request<NumbersSettings>(PATH, { method: 'PUT', body: { blocked: change(blocked) } });
    queries.setQueryData(numbersQuery.queryKey, saved);
    refresh();
  };
}
