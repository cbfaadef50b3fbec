import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Health } from './contract.ts';
import { vendorsQuery } from './queries.ts';
import { Section } from './section.tsx';
import classes from './settings.module.css';

/** Counsellors whom a vendor in use can not ring. */
export function HealthWithout({ without }: { readonly without: Health['counsellorsWithoutNumber'] }) {
  const { data: vendors = [] } = useQuery(vendorsQuery);
  if (without.length === 0) return null;
  return (
    <Section
      title="Counsellors without a number"
      says="A vendor that is in use can not ring them, and they can not dial by it. Enter their numbers, or leave them out on purpose."
    >
      <ul className={classes.items}>
        {without.map(({ vendor, count, counsellors }) => (
          <li key={vendor}>
            <strong>{vendors.find((one) => one.vendor === vendor)?.name ?? vendor}</strong>
            <span className={classes.under}>
              {counsellors.map(({ id, name }, index) => (
                <span key={id}>
                  {index > 0 && ', '}
                  <Link to="/settings/counsellors/$counsellorId" params={{ counsellorId: id }}>
                    {name}
                  </Link>
                </span>
              ))}
              {count > counsellors.length && ` and ${count - counsellors.length} more`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
