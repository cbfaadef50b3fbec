import type { Fields } from '../../domain/settings/merge.ts';
import { request } from '../api/request.ts';
import { useDraft, type Draft } from './use-draft.ts';
import { useRefreshSettings } from './use-setting.ts';

interface EntryOptions<T extends Fields> {
  /** Of the list at the API. */
  readonly path: string;
  /** Null: a new one, which begins as `fresh`. */
  readonly entry: T | null;
  readonly fresh: T;
  /** What the API takes of a new one. */
  readonly bodyOf: (value: T) => Fields;
  /** Absent: the API tells of the list alone. */
  readonly read?: (id: string) => Promise<T>;
  readonly onClose: () => void;
  readonly done: string;
}

/** A draft of an entry of a list, in a dialog that closes once it is saved: a new one is added, one that is there is changed. */
export function useEntry<T extends Fields & { readonly id: string }>({
  path,
  entry,
  fresh,
  bodyOf,
  read,
  onClose,
  done,
}: EntryOptions<T>): Draft<T> {
  const refresh = useRefreshSettings();
  return useDraft<T>({
    saved: entry ?? fresh,
    ...(entry !== null && read !== undefined && { read: async () => await read(entry.id) }),
    write: async (changes, value) =>
      entry === null
        ? await request<T>(path, { method: 'POST', body: bodyOf(value) })
        : await request<T>(`${path}/${entry.id}`, { method: 'PUT', body: changes }),
    onSaved: () => {
      refresh();
      onClose();
    },
    done,
  });
}
