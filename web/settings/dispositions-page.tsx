import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { dispositionsQuery } from '../api/queries.ts';
import { codeOf } from './code-of.ts';
import type { Dispositions } from './contract.ts';
import { Loaded } from './loaded.tsx';
import { moved } from './moved.ts';
import { PageHead, Section } from './section.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useSetting } from './use-setting.ts';
import classes from './dispositions.module.css';

/** How a call can have gone, as counsellors choose it at wrap-up. */
export function DispositionsPage(): ReactNode {
  const dispositions = useQuery(dispositionsQuery);
  return (
    <>
      <PageHead
        title="Dispositions"
        says="What counsellors choose from when they wrap a call up, in this order. Calls keep the code they were given; the words for it can change."
      />
      <Loaded query={dispositions}>{(saved) => <Settings saved={saved} />}</Loaded>
    </>
  );
}

type List = Dispositions['dispositions'];

function Settings({ saved }: { readonly saved: Dispositions }) {
  const draft = useSetting({
    query: dispositionsQuery,
    path: '/v1/settings/dispositions',
    saved,
    done: 'The dispositions are saved.',
  });
  const list = draft.value.dispositions;
  const set = (next: readonly List[number][]): void => draft.set('dispositions', next);
  // What stands on calls already keeps its code; a new one's follows its words.
  const isKept = (code: string): boolean => draft.base.dispositions.some((one) => one.code === code);
  const rename = (index: number, label: string): void =>
    set(list.map((one, at) => (at === index ? { code: isKept(one.code) ? one.code : codeOf(label), label } : one)));
  return (
    <SettingsForm draft={draft} label="Dispositions">
      <Section title="How a call went">
        <ol className={classes.list}>
          {list.map(({ code, label }, index) => (
            // Rows have no other identity while one is being typed.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index} className={classes.item}>
              <TextInput
                className={classes.words}
                aria-label={`Disposition ${index + 1}`}
                autoComplete="off"
                value={label}
                error={draft.problemAt(`dispositions.${index}.label`) ?? draft.problemAt(`dispositions.${index}.code`)}
                onChange={({ currentTarget }) => rename(index, currentTarget.value)}
              />
              <code className={classes.code}>{code}</code>
              <ActionIcon
                aria-label={`Move ${label} up`}
                disabled={index === 0}
                onClick={() => set(moved(list, index, index - 1))}
              >
                <IconArrowUp size={15} aria-hidden />
              </ActionIcon>
              <ActionIcon
                aria-label={`Move ${label} down`}
                disabled={index === list.length - 1}
                onClick={() => set(moved(list, index, index + 1))}
              >
                <IconArrowDown size={15} aria-hidden />
              </ActionIcon>
              <ActionIcon
                aria-label={`Take ${label} away`}
                disabled={list.length === 1}
                onClick={() => set(list.filter((_, at) => at !== index))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ol>
        <div className={classes.add}>
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => set([...list, { code: '', label: '' }])}
          >
            Add a disposition
          </Button>
        </div>
      </Section>
    </SettingsForm>
  );
}
