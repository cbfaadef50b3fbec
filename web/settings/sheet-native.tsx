import { Text } from '@mantine/core';
import type { Sheet } from './contract.ts';
import { Copyable } from './copy-button.tsx';
import { capital } from './problem-words.ts';
import { Section } from './section.tsx';
import { SheetTable } from './sheet-table.tsx';
import classes from './sheet.module.css';

/** What the vendor's portal is told, one place in it after the other. */
export function SheetNative({ vendor, endpoints }: { readonly vendor: string; readonly endpoints: Sheet['native'] }) {
  return (
    <Section
      title={`In ${vendor}’s portal`}
      says="The vendor sends its own requests as they are; nothing has to be built. Copy each address to where it is said."
    >
      <ol className={classes.endpoints}>
        {endpoints.map(({ endpoint, purpose, methods, url, hooks }) => (
          <li key={endpoint}>
            <Text fw={600} size="sm">
              {capital(purpose)}
            </Text>
            <Text size="xs" c="dimmed" mb={8}>
              {methods.join(' or ')}, endpoint “{endpoint}”
            </Text>
            {hooks.length === 0 && <Copyable text={url} what={`the URL of ${endpoint}`} />}
            {hooks.map((hook) => (
              <div key={`${hook.where}${hook.url}`} className={classes.hook}>
                <Text size="sm">{capital(hook.where)}</Text>
                <Copyable text={hook.url} what={`the URL for: ${hook.where}`} />
                {hook.parameters.length > 0 && (
                  <SheetTable
                    label={`Parameters for: ${hook.where}`}
                    head={['Key to type', 'Variable behind it']}
                    rows={hook.parameters.map(({ key, variable }) => [key, variable])}
                  />
                )}
              </div>
            ))}
          </li>
        ))}
      </ol>
    </Section>
  );
}
