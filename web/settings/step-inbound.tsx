import { ANSWERED_OWNERS, CREATIONS, FALLBACKS, MISSED_OWNERS, RINGS } from './choices.ts';
import type { Telephony } from './contract.ts';
import { Section } from './section.tsx';
import { ChoiceRow, SwitchRow } from './setting-rows.tsx';
import { StickyCounsellors } from './sticky-counsellors.tsx';
import type { Draft } from './use-draft.ts';

/** Step 3: calls of students. */
export function StepInbound({ draft }: { readonly draft: Draft<Telephony> }) {
  return (
    <>
      <Section
        step={3}
        id="inbound"
        title="Incoming calls"
        says="Whom the vendor is told to ring, and what the pop-up shows."
      >
        <SwitchRow
          draft={draft}
          at="inbound.enabled"
          label="Enable incoming calls"
          says="Switched off, the vendor is told to ring nobody of ours, and no pop-up is shown."
        />
        <StickyCounsellors draft={draft} />
        <ChoiceRow
          draft={draft}
          at="inbound.routingFallback"
          label="When the owner is busy or away"
          says="Either the vendor rings the owner and does as it is set up there, or we name free owners first, then other free counsellors, the busy owner last. Sticky counsellors are treated alike."
          options={FALLBACKS}
        />
        <ChoiceRow
          draft={draft}
          at="inbound.ring"
          label="Several counsellors are rung"
          says="As the vendor’s side is set up. One after the other: each pop-up goes when the next phone rings. All at once: all see it until one answers."
          options={RINGS}
        />
        <SwitchRow
          draft={draft}
          at="inbound.matchAlternateMobile"
          label="Check Lead Existence on Alternate Mobile"
          says="A caller is recognised by a lead’s second number too. Off: a call from it counts as a new student’s."
        />
        <SwitchRow
          draft={draft}
          at="inbound.addNotesInstead"
          label="Hide View Profile on the pop-up, and show Add Notes instead"
          says="The counsellor writes a note on the card rather than opening the lead."
        />
        <SwitchRow
          draft={draft}
          at="inbound.keepOwner"
          label="Do Not Assign Lead To Another Counsellor"
          says="A lead keeps its owner. Off: a colleague who talks on the call and saves the lead before wrap-up ends becomes its owner."
        />
      </Section>
      <Section title="Leads from calls" says="What becomes of a student who calls for the first time.">
        <ChoiceRow
          draft={draft}
          at="leads.createOn"
          label="Make a lead of a new number"
          says="Its name is empty until somebody enters it. One of your numbers with a choice of its own goes before this; blocked numbers never become leads."
          options={CREATIONS}
        />
        <ChoiceRow
          draft={draft}
          at="leads.answeredOwner"
          label="An answered call gives the lead to"
          says="Only where nobody owns it yet."
          options={ANSWERED_OWNERS}
        />
        <ChoiceRow
          draft={draft}
          at="leads.missedOwner"
          label="A missed call gives the lead to"
          says="Only where nobody owns it yet. Nobody: the missed call is in the list of those who were rung."
          options={MISSED_OWNERS}
        />
      </Section>
    </>
  );
}
