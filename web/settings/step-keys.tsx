import { HANDSETS } from './choices.ts';
import type { Telephony, Vendor } from './contract.ts';
import { SecretRow } from './secret-row.tsx';
import { Section } from './section.tsx';
import { ChoiceRow, SwitchRow, TextRow } from './setting-rows.tsx';
import { TestCredentials } from './test-credentials.tsx';
import type { Draft } from './use-draft.ts';

interface StepProps {
  readonly draft: Draft<Telephony>;
  readonly vendor: Vendor;
}

/** Step 1: the vendor, what opens its API, and by which ways students are called. */
export function StepKeys({ draft, vendor }: StepProps) {
  const { name, keyName, fields } = vendor;
  return (
    <>
      <Section
        step={1}
        id="vendor"
        title="Vendor and key"
        says="What lets Callthread and the vendor speak with each other."
      >
        <SwitchRow
          draft={draft}
          at="enabled"
          label={`Use ${name}`}
          says="Switched off, every request of this vendor is refused and nobody can dial by it."
        />
        <SecretRow
          draft={draft}
          at="authenticationKey"
          label="Authentication key"
          says={`${name} calls it ${keyName}. Calls are dialled and their records asked for with it. It is stored encrypted and never shown again.`}
        />
        {fields.map((field) => (
          <VendorField key={field.name} draft={draft} field={field} />
        ))}
        <TestCredentials vendor={vendor} isDirty={draft.isDirty} />
      </Section>
      <Section title="How students are called" says="With both ways on, counsellors choose for each call.">
        <SwitchRow
          draft={draft}
          at="appCalling"
          label="Enable APP Calling"
          says="A click opens the dialler on the counsellor’s own phone, on which the phone page is open; they say afterwards how it went."
        />
        <SwitchRow
          draft={draft}
          at="cloudCalling"
          label="Enable Cloud Calling"
          says="A click has the vendor ring the counsellor first and then the student; the call is recorded and reported by the vendor."
        />
        <ChoiceRow
          draft={draft}
          at="handset"
          label="What the vendor rings"
          says="Only tells counsellors what to pick up when a call is being placed."
          options={HANDSETS}
        />
      </Section>
    </>
  );
}

/** A setting of the vendor's own, as its schema describes it. */
function VendorField({ draft, field }: { readonly draft: Draft<Telephony>; readonly field: Vendor['fields'][number] }) {
  const { name, title, description, kind, options, isSecret } = field;
  const at = `vendorSettings.${name}` as const;
  const words = { draft, at, label: title, ...(description !== null && { says: description }) };
  if (isSecret) return <SecretRow {...words} />;
  if (kind === 'switch') return <SwitchRow {...words} />;
  if (kind === 'choice') {
    return <ChoiceRow {...words} options={options.map((value) => ({ value, label: readableOption(value) }))} />;
  }
  // An address has a default to go back to, never nothing.
  return <TextRow {...words} required={kind === 'address'} type={kind === 'address' ? 'url' : 'text'} />;
}

/** The vendors' own words, one of each at most. */
const OPTIONS: Readonly<Record<string, string>> = {
  classic: 'Classic',
  softphone: 'Soft phone',
  user: 'User id',
  number: 'Number',
};

const readableOption = (value: string): string => OPTIONS[value] ?? value;
