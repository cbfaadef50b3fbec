import { Link } from '@tanstack/react-router';
import { useClock } from '../shell/session.tsx';
import { fieldWords } from './audit-fields.ts';
import { valueWords, type NameOf } from './audit-values.ts';
import { actionWords, differences, targetWords } from './audit-words.ts';
import type { AuditItem } from './contract.ts';
import classes from './audit.module.css';

interface AuditEntryProps {
  readonly item: AuditItem;
  readonly nameOf: NameOf;
}

/** One change: who did what, and each field with what it was and what it became. */
export function AuditEntry({ item: { at, by, action, target, before, after }, nameOf }: AuditEntryProps) {
  const clock = useClock();
  const rows = differences(before, after, (path, value) => valueWords(path, value, { clock, nameOf }));
  const whose = by?.id === target ? null : targetWords(target, nameOf);
  return (
    <li>
      <p className={classes.what}>
        <strong>{actionWords(action)}</strong>
        {whose !== null && <span>{whose}</span>}
        <Target action={action} target={target} />
      </p>
      <p className={classes.who}>
        {by === null ? 'The operator, or Callthread itself' : by.name}, <time dateTime={at}>{clock.exactly(at)}</time>
      </p>
      {rows.length > 0 && (
        <dl className={classes.rows}>
          {rows.map(({ path, was, is }) => (
            <div key={path} className={classes.row}>
              <dt>{fieldWords(path, nameOf)}</dt>
              <dd>
                {was !== null && <del>{was}</del>} {is !== null && <ins>{is}</ins>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

/** The way to what has a page of its own and no name here. */
function Target({ action, target }: Pick<AuditItem, 'action' | 'target'>) {
  if (action.startsWith('call.'))
    return (
      <Link className={classes.link} to="/operations/calls/$callId" params={{ callId: target }}>
        Look at the call
      </Link>
    );
  if (action === 'lead.merge')
    return (
      <Link className={classes.link} to="/leads/$leadId" params={{ leadId: target }} search={{}}>
        Look at the lead
      </Link>
    );
  if (action === 'go_live.start')
    return (
      <Link className={classes.link} to="/go-live/$runId" params={{ runId: target }}>
        Look at the check
      </Link>
    );
  return null;
}
