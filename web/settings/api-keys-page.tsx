import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { request } from '../api/request.ts';
import { useClock } from '../shell/session.tsx';
import { ApiKeyForm } from './api-key-form.tsx';
import { AskFirst } from './ask-first.tsx';
import type { ApiKey, MadeApiKey } from './contract.ts';
import { Loaded } from './loaded.tsx';
import { apiKeysQuery } from './queries.ts';
import { PageHead, Section } from './section.tsx';
import { ShownOnce } from './shown-once.tsx';
import { useRefreshSettings } from './use-setting.ts';
import classes from './settings.module.css';

/** Keys by which programs use the API. */
export function ApiKeysPage(): ReactNode {
  const keys = useQuery(apiKeysQuery);
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<MadeApiKey | null>(null);
  return (
    <>
      <PageHead
        title="API keys"
        says={
          <>
            How your other programs use Callthread: they come with a key and may do what its roles and grants say. What
            they can ask for is described at <a href="/openapi.json">/openapi.json</a>.
          </>
        }
      >
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setMaking(true)}>
          Make a key
        </Button>
      </PageHead>
      {made !== null && (
        <ShownOnce
          title={`The key of ${made.name}`}
          secret={made.key}
          says="It is shown this once. Give it to the program, which sends it as Authorization: Bearer."
          onDone={() => setMade(null)}
        />
      )}
      <Section title="Keys">
        <Loaded query={keys}>
          {(list) =>
            list.length === 0 ? (
              <div className={classes.empty}>There is no key yet.</div>
            ) : (
              <ul className={classes.items}>
                {list.map((key) => (
                  <KeyItem key={key.id} apiKey={key} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      {isMaking && <ApiKeyForm onMade={setMade} onClose={() => setMaking(false)} />}
    </>
  );
}

function KeyItem({
  apiKey: { id, name, prefix, roles, grants, createdAt, createdBy, lastUsedAt },
}: {
  readonly apiKey: ApiKey;
}) {
  const clock = useClock();
  const refresh = useRefreshSettings();
  const own = Object.keys(grants).length;
  const may = [...roles, ...(own === 0 ? [] : [own === 1 ? 'one grant of its own' : `${own} grants of its own`])];
  return (
    <li className={classes.item}>
      <span className={classes.itemWords}>
        <strong>{name}</strong> <code>{prefix}…</code>
        <span className={classes.under}>
          {may.length === 0 ? 'May do nothing yet' : `May do as ${may.join(', ')}`}. Made {clock.when(createdAt)}
          {createdBy !== null && ` by ${createdBy.name}`},{' '}
          {lastUsedAt === null ? 'never used' : `last used ${clock.when(lastUsedAt)}`}.
        </span>
      </span>
      <AskFirst
        button="Revoke"
        of={name}
        title={`Revoke the key ${name}?`}
        says="Its next request is refused, and it can not be brought back: a program that still needs one gets a new key."
        confirm="Revoke it"
        done="The key is revoked."
        deed={async () => {
          await request(`/v1/settings/api-keys/${id}`, { method: 'DELETE' });
          refresh();
        }}
      />
    </li>
  );
}
