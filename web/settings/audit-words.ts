import type { Fields } from '../../domain/settings/merge.ts';
import { vendorName } from '../words/vendor.ts';
import { isFields, isId, type NameOf } from './audit-values.ts';

/** What can have been changed, as the API's filter "of a kind" takes it. */
export const AUDIT_KINDS = [
  { value: 'telephony', label: 'Vendors' },
  { value: 'numbers', label: 'Numbers' },
  { value: 'counsellor', label: 'Counsellors' },
  { value: 'permissions', label: 'Permissions' },
  { value: 'team', label: 'Teams' },
  { value: 'institute', label: 'Institute' },
  { value: 'form', label: 'Forms' },
  { value: 'dispositions', label: 'Dispositions' },
  { value: 'webhook', label: 'Webhooks' },
  { value: 'api_key', label: 'API keys' },
  { value: 'oidc', label: 'Single sign-on' },
  { value: 'retention', label: 'Retention' },
  { value: 'call', label: 'Calls' },
  { value: 'lead', label: 'Leads' },
  { value: 'leads', label: 'Lists of leads' },
  { value: 'me', label: 'Own account' },
  { value: 'go_live', label: 'Go-live checks' },
] as const;

const ACTIONS: Readonly<Record<string, string>> = {
  'telephony.change': 'Changed the vendor',
  'telephony.rotate': 'Made a new token for',
  'institute.add': 'Added the institute',
  'institute.change': 'Changed the institute',
  'institute.rotate': 'Made a new secret key',
  'counsellor.add': 'Added the counsellor',
  'counsellor.change': 'Changed the counsellor',
  'counsellor.attribute': 'Re-attributed calls to',
  'counsellor.issue_reset': 'Made a sign-in link for',
  'counsellor.end_session': 'Signed out somewhere',
  'counsellor.end_sessions': 'Signed out everywhere',
  'numbers.change': 'Changed numbers',
  'numbers.attribute': 'Re-attributed the calls of a number',
  'permissions.change': 'Changed permissions of',
  'dispositions.change': 'Changed the dispositions',
  'form.add': 'Added a form',
  'form.change': 'Changed a form',
  'team.add': 'Added a team',
  'team.change': 'Changed a team',
  'team.remove': 'Removed a team',
  'webhook.add': 'Added a webhook',
  'webhook.change': 'Changed a webhook',
  'webhook.disable': 'Switched a webhook off',
  'webhook.redeliver': 'Sent an event again',
  'webhook.remove': 'Removed a webhook',
  'webhook.rotate': 'Made a new secret for a webhook',
  'api_key.add': 'Made an API key',
  'api_key.revoke': 'Revoked an API key',
  'oidc.change': 'Changed single sign-on',
  'retention.change': 'Changed the retention',
  'me.change': 'Changed their own switches',
  'me.set_password': 'Set their own password',
  'call.link': 'Linked a call to another lead',
  'call.close_wrap_up': 'Closed somebody’s wrap-up',
  'lead.merge': 'Merged two leads',
  'lead.erase': 'Erased a lead',
  'leads.import': 'Imported leads',
  'leads.export': 'Exported leads',
  'go_live.start': 'Began a go-live check',
};

/** What was done, in words; of a newer API the word it has. */
export const actionWords = (action: string): string => ACTIONS[action] ?? action.replaceAll(/[._]/g, ' ');

/** Targets the action itself has named. */
const NAMED = new Set(['institute', 'numbers', 'dispositions', 'oidc']);

/** To whom or what; null: the action says it, or it is an id that names nothing to people. */
export function targetWords(target: string, nameOf: NameOf): string | null {
  if (NAMED.has(target)) return null;
  if (target.startsWith('role:')) return `the role ${target.slice('role:'.length)}`;
  return isId(target) ? nameOf(target) : vendorName(target);
}

interface Difference {
  readonly path: string;
  /** Null: there was nothing. */
  readonly was: string | null;
  readonly is: string | null;
}

type Say = (path: string, value: unknown) => string | null;

/**
 * What was another thing before than after, field by field.
 *
 * @param say the value of a field in words; null: nothing
 */
export function differences(before: Fields | null, after: Fields | null, say: Say, under = ''): readonly Difference[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].flatMap((name) => {
    const path = `${under}${name}`;
    const [was, is] = [before?.[name], after?.[name]];
    if (isFields(was) || isFields(is))
      return differences(isFields(was) ? was : null, isFields(is) ? is : null, say, `${path}.`);
    const row = { path, was: say(path, was), is: say(path, is) };
    // A secret is "changed" on both sides.
    if (row.was === row.is) return row.is === 'changed' ? [{ ...row, was: null }] : [];
    return [row];
  });
}
