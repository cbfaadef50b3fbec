import { Alert, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { Rotation, Sheet } from './contract.ts';
import { LinkButton } from './link-button.tsx';
import { Loaded } from './loaded.tsx';
import { sheetQuery } from './queries.ts';
import { RotateCredential } from './rotate-credential.tsx';
import { PageHead, Section } from './section.tsx';
import { SheetClassic } from './sheet-classic.tsx';
import { SheetNative } from './sheet-native.tsx';
import { SheetText } from './sheet-text.tsx';
import { Copyable } from './copy-button.tsx';
import classes from './settings.module.css';

/** What the vendor has to be told so that it calls us: to be sent to it, or copied into its portal. */
export function SheetPage(): ReactNode {
  // As the route names it.
  const { vendor } = useParams({ strict: false }) as { vendor: string };
  const sheet = useQuery(sheetQuery(vendor));
  const [made, setMade] = useState<Rotation | null>(null);
  return (
    <Loaded query={sheet}>
      {(standing) => <Page key={vendor} sheet={made?.sheet ?? standing} made={made} onMade={setMade} />}
    </Loaded>
  );
}

interface PageProps {
  readonly sheet: Sheet;
  /** A token or secret key that was made a moment ago. */
  readonly made: Rotation | null;
  readonly onMade: (made: Rotation) => void;
}

function Page({ sheet, made, onMade }: PageProps) {
  const { vendor, native, endpoints, notes, missing } = sheet;
  return (
    <>
      <PageHead
        title={`Sheet for ${vendor.name}`}
        says="What to enter in the vendor’s portal, or to send to its support: where it asks whom to ring, and where it tells us who is rung and how a call went."
      >
        <Group gap={8}>
          <LinkButton
            to="/settings/telephony/$vendor"
            params={{ vendor: vendor.slug }}
            variant="default"
            leftSection={<IconArrowLeft size={15} aria-hidden />}
          >
            {vendor.name}
          </LinkButton>
          <SheetText vendor={vendor.slug} made={made} />
        </Group>
      </PageHead>
      {missing.length > 0 && (
        <Alert variant="default" mb={18} title="To be done here first" role="note">
          {missing.map((sentence) => (
            <Text key={sentence} size="sm">
              {sentence}
            </Text>
          ))}
        </Alert>
      )}
      <Credentials sheet={sheet} made={made} onMade={onMade} />
      {native.length > 0 && <SheetNative vendor={vendor.name} endpoints={native} />}
      <SheetClassic hasNative={native.length > 0} endpoints={endpoints} secretKey={sheet.secretKey} />
      <Section title="Good to know">
        <ul className={classes.items}>
          {notes.map((note) => (
            <li key={note}>
              <Text size="sm">{note}</Text>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function Credentials({ sheet, made, onMade }: PageProps) {
  const shown = made?.token ?? made?.secretKey;
  return (
    <Section
      title="Token and secret key"
      says="What proves that a request is the vendor’s. The token is this vendor’s own and stands in the URLs; the secret key is the institute’s and the same for every vendor. Prefer the token."
      actions={
        <Group gap={8}>
          <RotateCredential what="token" vendor={sheet.vendor} onMade={onMade} />
          <RotateCredential what="secretKey" vendor={sheet.vendor} onMade={onMade} />
        </Group>
      }
    >
      <div className={classes.block}>
        {shown === undefined ? (
          <Text size="sm" c="dimmed">
            Neither can be shown again after it was made: below, {'<token>'} and {'<secret key>'} stand in their places.
            If you no longer have it, make a new one; the old one goes on working as long as you say.
          </Text>
        ) : (
          <div role="status">
            <Text size="sm" fw={600} mb={6}>
              Your new {made?.token === undefined ? 'secret key' : 'token'}. It is shown this once: copy the sheet now.
              It stands in the URLs below as well.
            </Text>
            <Copyable text={shown} what={made?.token === undefined ? 'the secret key' : 'the token'} />
          </div>
        )}
      </div>
    </Section>
  );
}
