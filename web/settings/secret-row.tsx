import { Button, Group, Input, PasswordInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Fields } from '../../domain/settings/merge.ts';
import { valueAt, type Path } from './draft.ts';
import { ROW } from './setting-rows.tsx';
import type { Draft } from './use-draft.ts';
import classes from './settings.module.css';

interface SecretRowProps<T extends Fields> {
  readonly draft: Draft<T>;
  readonly at: Path<T>;
  readonly label: string;
  readonly says?: ReactNode;
}

/** A secret can be set, replaced and taken away; of a stored one only its last four characters come back. */
export function SecretRow<T extends Fields>({ draft, at, label, says }: SecretRowProps<T>) {
  const [isReplacing, setReplacing] = useState(false);
  const stored = valueAt(draft.base, at);
  const value = valueAt(draft.value, at);
  const isStored = typeof stored === 'string' && stored !== '';
  if (isStored && value === stored && !isReplacing) {
    return (
      <Input.Wrapper classNames={ROW} label={label} labelElement="div" description={says} error={draft.problemAt(at)}>
        <Group gap={8} className={classes.control}>
          <code aria-label={`${label}, stored`}>{stored}</code>
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => setReplacing(true)}
            aria-label={`Replace ${label}`}
          >
            Replace
          </Button>
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => draft.set(at, null)}
            aria-label={`Take away ${label}`}
          >
            Take away
          </Button>
        </Group>
      </Input.Wrapper>
    );
  }
  const keep = (): void => {
    setReplacing(false);
    draft.set(at, stored);
  };
  return (
    <div className={classes.pair}>
      <PasswordInput
        classNames={ROW}
        size="xs"
        label={label}
        description={says}
        autoComplete="new-password"
        value={typeof value === 'string' && value !== stored ? value : ''}
        error={draft.problemAt(at)}
        onChange={({ currentTarget: { value: typed } }) =>
          draft.set(at, typed === '' ? (isStored ? stored : null) : typed)
        }
        visibilityToggleButtonProps={{ 'aria-label': `Show ${label}` }}
      />
      {isStored && (
        <div className={classes.after}>
          {value === null && <span className={classes.under}>It is taken away when you save.</span>}
          <Button variant="default" size="compact-xs" onClick={keep}>
            Keep the stored one
          </Button>
        </div>
      )}
    </div>
  );
}
