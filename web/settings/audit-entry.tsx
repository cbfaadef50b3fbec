import { useClock } from '../shell/session.tsx';
import { actionWords, differences, fieldWords, targetWords, withNames } from './audit-words.ts';
import type { AuditItem } from './contract.ts';
import classes from './audit.module.css';

interface AuditEntryProps {
  readonly item: AuditItem;
  /** Of people, teams and forms by their ids. */
  readonly nameOf: (id: string) => string | null;
}

/** One change: who did what, and each field with what it was and what it became. */
export function AuditEntry({ item: { at, by, action, target, before, after }, nameOf }: AuditEntryProps) {
  const clock = useClock();
  const rows = differences(before, after);
  const whose = targetWords(target, nameOf);
  return (
    <li>
      <p className={classes.what}>
        <strong>{actionWords(action)}</strong>
        {whose !== null && <span>{whose}</span>}
      </p>
      <p className={classes.who}>
        {by === null ? 'The operator, or Callthread itself' : by.name},{' '}
        <time dateTime={at} title={clock.exactly(at)}>
          {clock.when(at)}
        </time>
      </p>
      {rows.length > 0 && (
        <dl className={classes.rows}>
          {rows.map(({ path, was, is }) => (
            <div key={path} className={classes.row}>
              <dt>{fieldWords(path)}</dt>
              <dd>
                {was !== null && <del>{withNames(was, nameOf)}</del>}{' '}
                {is !== null && <ins>{withNames(is, nameOf)}</ins>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
