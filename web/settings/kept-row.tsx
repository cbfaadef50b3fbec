import { NativeSelect } from '@mantine/core';
import type { Retention } from './contract.ts';
import type { Path } from './draft.ts';
import { NumberRow, ROW } from './setting-rows.tsx';
import type { Draft } from './use-draft.ts';
import classes from './settings.module.css';

interface KeptRowProps {
  readonly draft: Draft<Retention>;
  readonly at: Path<Retention> & ('requestDays' | 'recordingDays' | 'numberDays' | 'factDays');
  readonly label: string;
  readonly says: string;
  /** What is proposed when it is no longer to be kept for ever. */
  readonly usual: number;
}

/** Something that may be kept for ever. */
export function KeptRow({ draft, at, label, says, usual }: KeptRowProps) {
  const isForEver = draft.value[at] === null;
  return (
    <div className={classes.pair}>
      <NativeSelect
        classNames={ROW}
        label={label}
        description={says}
        data={[
          { value: 'ever', label: 'Kept for ever' },
          { value: 'days', label: 'Kept for some days' },
        ]}
        value={isForEver ? 'ever' : 'days'}
        onChange={({ currentTarget: { value } }) => draft.set(at, value === 'ever' ? null : (draft.base[at] ?? usual))}
      />
      {!isForEver && <NumberRow draft={draft} at={at} label={`${label}: for how long`} unit="days" />}
    </div>
  );
}
