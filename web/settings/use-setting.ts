import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import type { Fields } from '../../domain/settings/merge.ts';
import { request } from '../api/request.ts';
import { SETTINGS } from './queries.ts';
import { useDraft, type Draft } from './use-draft.ts';

interface SettingOptions<T extends Fields> {
  readonly query: { readonly queryKey: QueryKey };
  /** Where the API has it: it is read and changed there. */
  readonly path: string;
  readonly saved: T;
  readonly done: string;
  /** What else shows it. */
  readonly alsoChanges?: () => void;
}

/** A draft of what one address of the API holds. */
export function useSetting<T extends Fields>({ query, path, saved, done, alsoChanges }: SettingOptions<T>): Draft<T> {
  const refresh = useRefreshSettings();
  const queries = useQueryClient();
  return useDraft<T>({
    saved,
    read: async () => await request<T>(path),
    write: async (body) => await request<T>(path, { method: 'PUT', body }),
    onSaved: (written) => {
      queries.setQueryData(query.queryKey, written);
      refresh();
      alsoChanges?.();
    },
    done,
  });
}

/** Has all that is shown of settings looked up again. */
export function useRefreshSettings(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: SETTINGS });
}
