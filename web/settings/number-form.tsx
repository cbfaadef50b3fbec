import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { leadValuesQuery } from '../api/queries.ts';
import { request, RequestProblem } from '../api/request.ts';
import { CREATIONS, RINGS } from './choices.ts';
import type { NumbersSettings } from './contract.ts';
import { FormModal } from './form-modal.tsx';
import { placeOf, withDid, type Did } from './number-list.ts';
import { numbersQuery } from './queries.ts';
import { useDraft } from './use-draft.ts';
import { useRefreshSettings } from './use-setting.ts';
import classes from './settings.module.css';

const PATH = '/v1/settings/numbers';
const AS_THE_VENDOR = { value: '', label: 'As the vendor’s settings say' };
const NEW: Did = { number: '', label: null, campaign: null, source: null, medium: null, createOn: null, ring: null };

interface NumberFormProps {
  /** Null: a new one. */
  readonly did: Did | null;
  readonly onClose: () => void;
}

/** One of the institute's numbers. The API keeps them as a list, so the newest list is read before it is written. */
export function NumberForm({ did, onClose }: NumberFormProps) {
  const queries = useQueryClient();
  const refresh = useRefreshSettings();
  const { data: values } = useQuery(leadValuesQuery);
  const campaigns = useId();
  const before = did?.number ?? null;
  const draft = useDraft<Did>({
    saved: did ?? NEW,
    ...(did !== null && {
      read: async () => (await request<NumbersSettings>(PATH)).dids.find(({ number }) => number === before) ?? NEW,
    }),
    write: async (_changes, value) => {
      const { dids } = await request<NumbersSettings>(PATH);
      const list = withDid(dids, before, value);
      try {
        const saved = await request<NumbersSettings>(PATH, { method: 'PUT', body: { dids: list } });
        queries.setQueryData(numbersQuery.queryKey, saved);
        return value;
      } catch (error) {
        throw atItsFields(error, placeOf(list, value.number));
      }
    },
    onSaved: () => {
      refresh();
      onClose();
    },
    done: 'The number is saved.',
  });
  const text = (at: keyof Did, label: string, description: string) => (
    <TextInput
      label={label}
      description={description}
      autoComplete="off"
      value={draft.value[at] ?? ''}
      error={draft.problemAt(at)}
      onChange={({ currentTarget: { value } }) => draft.set(at, value === '' && at !== 'number' ? null : value)}
      {...(at === 'campaign' && { list: campaigns })}
      {...(at === 'number' && { type: 'tel', 'data-autofocus': true })}
    />
  );
  return (
    <FormModal
      draft={draft}
      title={did === null ? 'Add a number' : `Number ${did.number}`}
      save={did === null ? 'Add it' : 'Save'}
      onClose={onClose}
    >
      {text('number', 'Number', 'In any spelling; without a country code it is one of your country.')}
      {text('campaign', 'Campaign', 'What calls on it count for.')}
      <datalist id={campaigns}>
        {values?.campaigns.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
      {text('label', 'Label', 'For your own use, like “Banner at the station”.')}
      <div className={classes.grid}>
        {text('source', 'Source', 'Of new leads.')}
        {text('medium', 'Medium', 'Of new leads.')}
      </div>
      <div className={classes.grid}>
        <NativeSelect
          label="Make a lead of a new number"
          data={[AS_THE_VENDOR, ...CREATIONS]}
          value={draft.value.createOn ?? ''}
          error={draft.problemAt('createOn')}
          onChange={({ currentTarget: { value } }) => draft.set('createOn', value === '' ? null : value)}
        />
        <NativeSelect
          label="Several counsellors are rung"
          data={[AS_THE_VENDOR, ...RINGS]}
          value={draft.value.ring ?? ''}
          error={draft.problemAt('ring')}
          onChange={({ currentTarget: { value } }) => draft.set('ring', value === '' ? null : value)}
        />
      </div>
    </FormModal>
  );
}

/** What the API says of this entry of its list, at the fields of the form. */
function atItsFields(error: unknown, place: string): unknown {
  if (!(error instanceof RequestProblem)) return error;
  const errors = error.fields.map(({ path, problem }) => ({
    path: path.startsWith(place) ? path.slice(place.length) : path,
    problem: problem.startsWith('the same number as') ? 'another of your numbers is the same' : problem,
  }));
  return new RequestProblem(error.status, { ...error.body, errors });
}
