import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { request } from '../api/request.ts';
import { useDraft, type Draft } from './use-draft.ts';
import { useRefreshSettings } from './use-setting.ts';

/** Permission by permission: how far it is granted; null: not at all. */
export type Grants = Readonly<Record<string, string | null>>;

/** What the API says of a role or a user. */
interface Granted {
  readonly items: readonly { readonly permission: string }[];
  readonly grants: object;
}

/** Every permission by name, those that are not granted as null: a draft then knows what was taken away. */
function allOf({ items, grants }: Granted): Grants {
  const held = new Map<string, string>(Object.entries(grants));
  return Object.fromEntries(items.map(({ permission }) => [permission, held.get(permission) ?? null]));
}

interface GrantsOptions<G extends Granted> {
  readonly saved: G;
  readonly path: string;
  readonly query: { readonly queryKey: QueryKey };
}

/** A draft of what a role, or a user beside their roles, is granted. */
export function useGrants<G extends Granted>({ saved, path, query }: GrantsOptions<G>): Draft<Grants> {
  const queries = useQueryClient();
  const refresh = useRefreshSettings();
  return useDraft<Grants>({
    saved: allOf(saved),
    read: async () => allOf(await request<G>(path)),
    write: async (changes) => {
      const written = await request<G>(path, { method: 'PUT', body: { grants: changes } });
      queries.setQueryData(query.queryKey, written);
      return allOf(written);
    },
    onSaved: () => {
      refresh();
      // What is granted may be one's own.
      void queries.invalidateQueries({ queryKey: ['session'] });
    },
    done: 'The permissions are saved.',
  });
}
