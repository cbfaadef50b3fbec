import type { Telephony } from './contract.ts';
import { Section } from './section.tsx';
import { LinesRow, NumberRow } from './setting-rows.tsx';
import type { Draft } from './use-draft.ts';

/** What rarely has to be changed: times, and where the vendor may call from. */
export function StepMore({ draft }: { readonly draft: Draft<Telephony> }) {
  return (
    <>
      <Section
        title="Times"
        id="times"
        says="All of them count from when we heard of something, never from a vendor’s clock. The usual ones suit most."
      >
        <NumberRow
          draft={draft}
          at="times.ringSeconds"
          label="Ring time"
          unit="seconds"
          says="How long one counsellor’s phone rings. After it the same counsellor rung again is a new offer, and an old ring shows no card. 5 to 300, usually 45."
        />
        <NumberRow
          draft={draft}
          at="times.talkSeconds"
          label="Longest talk"
          unit="seconds"
          says="A call of which nothing more is heard counts as over by then. 60 to 28800, usually 7200."
        />
        <NumberRow
          draft={draft}
          at="times.callBackSeconds"
          label="Call back"
          unit="seconds"
          says="So long after the last sign of life without the vendor’s report we ask its records ourselves. 1 to 86400, usually 300."
        />
        <NumberRow
          draft={draft}
          at="times.wrapUpSeconds"
          label="Wrap-up"
          unit="seconds"
          says="How long a counsellor is kept free of calls after one to write down how it went. 0 to 7200, usually 600."
        />
        <NumberRow
          draft={draft}
          at="times.amendSeconds"
          label="Late corrections"
          unit="seconds"
          says="What the vendor corrects later than this still counts, and is marked as a late correction. 60 to 2592000, usually 86400."
        />
      </Section>
      <Section title="Allowed addresses" id="addresses">
        <LinesRow
          draft={draft}
          at="allowedAddresses"
          label="Addresses the vendor calls from"
          says="One address or range to a line, like 203.0.113.7 or 203.0.113.0/24. Requests from elsewhere are refused. Empty: from anywhere, with the right token or secret."
        />
      </Section>
    </>
  );
}
