import { NativeSelect, Switch, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Fields } from '../../domain/settings/merge.ts';
import { valueAt, type Path } from './draft.ts';
import type { Draft } from './use-draft.ts';
import classes from './settings.module.css';

/** How Mantine's fields lie in a row: name and meaning left, control right. */
export const ROW = {
  root: classes.row,
  label: classes.label,
  description: classes.says,
  wrapper: classes.control,
  error: classes.error,
} as const;

/** The same for a switch. */
export const SWITCH = {
  root: classes.switch,
  body: classes.switchBody,
  input: classes.switchInput,
  label: classes.label,
  description: classes.switchSays,
} as const;

interface RowProps<T extends Fields> {
  readonly draft: Draft<T>;
  readonly at: Path<T>;
  readonly label: string;
  /** What it does, in a sentence. */
  readonly says?: ReactNode;
}

/** A field left empty is null for the API; `required`: an empty text, which the API refuses at the field. */
export function TextRow<T extends Fields>({
  draft,
  at,
  label,
  says,
  required = false,
  type = 'text',
  list,
}: RowProps<T> & {
  readonly required?: boolean;
  readonly type?: 'text' | 'email' | 'url' | 'tel';
  readonly list?: string;
}) {
  const value = valueAt(draft.value, at);
  return (
    <TextInput
      classNames={ROW}
      label={label}
      description={says}
      type={type}
      autoComplete="off"
      value={typeof value === 'string' ? value : ''}
      error={draft.problemAt(at)}
      onChange={({ currentTarget: { value: typed } }) => draft.set(at, typed === '' && !required ? null : typed)}
      {...(list !== undefined && { list })}
    />
  );
}

/** A whole number. What is none is sent as it was typed: the API says what is wrong with it. */
export function NumberRow<T extends Fields>({ draft, at, label, says, unit }: RowProps<T> & { readonly unit: string }) {
  const value = valueAt(draft.value, at);
  return (
    <TextInput
      classNames={ROW}
      label={label}
      description={says}
      inputMode="numeric"
      value={typeof value === 'number' || typeof value === 'string' ? String(value) : ''}
      rightSection={<span className={classes.under}>{unit}</span>}
      rightSectionWidth={64}
      error={draft.problemAt(at)}
      onChange={({ currentTarget: { value: typed } }) => draft.set(at, /^\d+$/.test(typed) ? Number(typed) : typed)}
    />
  );
}

/** Lines of a text as a list. */
export function LinesRow<T extends Fields>({ draft, at, label, says }: RowProps<T>) {
  const value = valueAt(draft.value, at);
  const lines = Array.isArray(value) ? value : [];
  const problems = lines.map((_, index) => draft.problemAt(`${at}.${index}`)).filter((one) => one !== undefined);
  return (
    <Textarea
      classNames={ROW}
      label={label}
      description={says}
      autosize
      minRows={2}
      maxRows={10}
      value={lines.join('\n')}
      error={draft.problemAt(at) ?? problems[0]}
      // Blanks and empty lines go when it is saved, not under whoever types.
      onChange={({ currentTarget: { value: typed } }) => draft.set(at, typed === '' ? [] : typed.split('\n'))}
      onBlur={() => {
        const kept = lines.map((line) => String(line).trim()).filter((line) => line !== '');
        if (kept.join('\n') !== lines.join('\n')) draft.set(at, kept);
      }}
    />
  );
}

export function SwitchRow<T extends Fields>({
  draft,
  at,
  label,
  says,
  disabled = false,
}: RowProps<T> & { readonly disabled?: boolean }) {
  return (
    <Switch
      classNames={SWITCH}
      labelPosition="left"
      label={label}
      description={says}
      disabled={disabled}
      checked={valueAt(draft.value, at) === true}
      error={draft.problemAt(at)}
      onChange={({ currentTarget }) => draft.set(at, currentTarget.checked)}
    />
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One of a few; an empty value is null for the API. */
export function ChoiceRow<T extends Fields>({
  draft,
  at,
  label,
  says,
  options,
}: RowProps<T> & { readonly options: readonly Choice[] }) {
  const value = valueAt(draft.value, at);
  return (
    <NativeSelect
      classNames={ROW}
      label={label}
      description={says}
      data={[...options]}
      value={typeof value === 'string' ? value : ''}
      error={draft.problemAt(at)}
      onChange={({ currentTarget: { value: chosen } }) => draft.set(at, chosen === '' ? null : chosen)}
    />
  );
}
