import { Table, Text } from '@mantine/core';
import type { Sheet } from './contract.ts';
import { Copyable } from './copy-button.tsx';
import { capital } from './problem-words.ts';
import { Section } from './section.tsx';
import classes from './sheet.module.css';

interface SheetClassicProps {
  /** The vendor's own requests are taken too: these are for who builds them. */
  readonly hasNative: boolean;
  readonly endpoints: Sheet['endpoints'];
  readonly secretKey: Sheet['secretKey'];
}

const USES = { required: 'required', expected: 'expected', optional: 'if known' } as const;

/** The endpoints any vendor can be built for, with their fields. */
export function SheetClassic({ hasNative, endpoints, secretKey }: SheetClassicProps) {
  return (
    <Section
      title={hasNative ? 'Or: requests built for Callthread' : 'Requests to us'}
      says={
        hasNative
          ? 'Where the vendor builds requests for you, or you type every field in its portal. Not needed beside the above.'
          : 'POST with JSON or a form, or GET with a query.'
      }
    >
      <ol className={classes.endpoints}>
        {endpoints.map(({ endpoint, purpose, urlWithToken, urlWithSecretKey, where, fields, answer }) => (
          <li key={endpoint}>
            <Text fw={600} size="sm">
              {capital(purpose)}
            </Text>
            {where !== null && (
              <Text size="xs" c="dimmed">
                {capital(where)}
              </Text>
            )}
            <Text size="xs" mt={8} mb={3}>
              With the token
            </Text>
            <Copyable text={urlWithToken} what={`the URL of ${endpoint} with the token`} />
            {urlWithSecretKey !== null && (
              <>
                <Text size="xs" mt={8} mb={3}>
                  With the secret key, as field <code>{secretKey.field}</code> or header <code>{secretKey.header}</code>
                </Text>
                <Copyable text={urlWithSecretKey} what={`the URL of ${endpoint} with the secret key`} />
              </>
            )}
            <Fields endpoint={endpoint} fields={fields} />
            <Text size="xs" mt={6}>
              Answer: <code>{answer}</code>
            </Text>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Fields({ endpoint, fields }: Pick<Sheet['endpoints'][number], 'endpoint' | 'fields'>) {
  const hasVariables = fields.some(({ variable }) => variable !== null);
  return (
    <details className={classes.details}>
      <summary>Fields of {endpoint}</summary>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={`Fields of ${endpoint}`}>
        <Table verticalSpacing={4} horizontalSpacing={10} className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Field</Table.Th>
              <Table.Th>Use</Table.Th>
              {hasVariables && <Table.Th>Vendor’s variable</Table.Th>}
              <Table.Th>Holds</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {fields.map(({ name, use, variable, holds }) => (
              <Table.Tr key={name}>
                <Table.Td>
                  <code>{name}</code>
                </Table.Td>
                <Table.Td>{USES[use]}</Table.Td>
                {hasVariables && <Table.Td>{variable === null ? '' : <code>{variable}</code>}</Table.Td>}
                <Table.Td>{holds}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </details>
  );
}
