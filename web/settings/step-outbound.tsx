import { MultiSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Telephony, Vendor } from './contract.ts';
import { formsQuery } from './queries.ts';
import { Section } from './section.tsx';
import { ROW, SwitchRow, TextRow } from './setting-rows.tsx';
import type { Draft } from './use-draft.ts';
import classes from './settings.module.css';

/** Step 2: calls that counsellors dial with one click. */
export function StepOutbound({ draft, vendor }: { readonly draft: Draft<Telephony>; readonly vendor: Vendor }) {
  const { data: forms = [] } = useQuery(formsQuery);
  const { formIds } = draft.value.outbound;
  const refused = formIds
    .map((_, index) => draft.problemAt(`outbound.formIds.${index}`))
    .find((one) => one !== undefined);
  if (!vendor.canDial) {
    return (
      <Section step={2} id="outbound" title="Outgoing calls">
        <div className={classes.block}>
          <Text size="sm">
            {vendor.name} takes incoming calls only: a click to call can not go out by it. Give counsellors another
            vendor as their telephony partner, or switch on APP calling.
          </Text>
        </div>
      </Section>
    );
  }
  return (
    <Section step={2} id="outbound" title="Outgoing calls" says="Click to call from leads and applications.">
      <SwitchRow
        draft={draft}
        at="outbound.enabled"
        label="Enable outgoing calls"
        says="Counsellors whose telephony partner is this vendor, or who have none while it is the default vendor, get the call button. Each needs the permission and an agent number too."
      />
      <TextRow
        draft={draft}
        at="outbound.clickToCallUrl"
        label="Click-to-call URL"
        type="url"
        says="Where a click is sent. Leave it empty for the vendor’s usual address; enter one only if the vendor gave it to you."
      />
      <MultiSelect
        classNames={ROW}
        size="xs"
        label="Forms to call from"
        description={
          forms.length === 0
            ? 'There are no forms yet. Without any, calls are placed from the Lead Manager only.'
            : 'In the Application Manager, applications of these forms have the call button. None chosen: Lead Manager only.'
        }
        data={forms.map(({ id, name, active }) => ({ value: id, label: active ? name : `${name} (inactive)` }))}
        value={[...formIds]}
        onChange={(ids) => draft.set('outbound.formIds', ids)}
        error={draft.problemAt('outbound.formIds') ?? refused}
        disabled={forms.length === 0}
        searchable
        hidePickedOptions
        comboboxProps={{ shadow: 'md' }}
      />
    </Section>
  );
}
