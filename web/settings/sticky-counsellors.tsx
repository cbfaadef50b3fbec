import { ActionIcon, Input, NativeSelect } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Telephony } from './contract.ts';
import { counsellorsQuery } from './queries.ts';
import { ROW } from './setting-rows.tsx';
import type { Draft } from './use-draft.ts';
import { moved } from './moved.ts';
import classes from './sticky-counsellors.module.css';

const AT = 'inbound.stickyCounsellorIds';

/** Who is rung for students whom nobody owns, in their order. */
export function StickyCounsellors({ draft }: { readonly draft: Draft<Telephony> }) {
  const { data: counsellors = [] } = useQuery(counsellorsQuery);
  const ids = draft.value.inbound.stickyCounsellorIds;
  const nameOf = (id: string): string => counsellors.find((one) => one.id === id)?.name ?? 'Somebody who left';
  const others = counsellors.filter(({ id, active }) => active && !ids.includes(id));
  const set = (next: readonly string[]): void => draft.set(AT, next);
  const refused = ids.map((_, index) => draft.problemAt(`${AT}.${index}`)).find((one) => one !== undefined);
  return (
    <Input.Wrapper
      classNames={ROW}
      label="Sticky counsellors"
      labelElement="div"
      description="Calls of students without an owner ring these, the first one first. None: the vendor does as it is set up there."
      error={draft.problemAt(AT) ?? refused}
    >
      <div className={classes.people}>
        <ol className={classes.list} aria-label="Sticky counsellors in ringing order">
          {ids.map((id, index) => (
            <li key={id} className={classes.person}>
              <span className={classes.name}>{nameOf(id)}</span>
              <ActionIcon
                aria-label={`Move ${nameOf(id)} up`}
                disabled={index === 0}
                onClick={() => set(moved(ids, index, index - 1))}
              >
                <IconArrowUp size={15} aria-hidden />
              </ActionIcon>
              <ActionIcon
                aria-label={`Move ${nameOf(id)} down`}
                disabled={index === ids.length - 1}
                onClick={() => set(moved(ids, index, index + 1))}
              >
                <IconArrowDown size={15} aria-hidden />
              </ActionIcon>
              <ActionIcon aria-label={`Take ${nameOf(id)} away`} onClick={() => set(ids.filter((one) => one !== id))}>
                <IconX size={15} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ol>
        <NativeSelect
          aria-label="Add a sticky counsellor"
          data={[
            { value: '', label: 'Add a counsellor…' },
            ...others.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value=""
          disabled={others.length === 0}
          onChange={({ currentTarget: { value } }) => value !== '' && set([...ids, value])}
        />
      </div>
    </Input.Wrapper>
  );
}
