import type { LinkProps } from '@tanstack/react-router';
import type { Vendor } from './contract.ts';
import type { GuideStep } from './guide.ts';

interface StepWords {
  readonly title: string;
  readonly says: string;
  /** On the button that leads to where it is done. */
  readonly action: string;
  /** Null: nothing can be done about it here. */
  readonly to: Pick<LinkProps, 'to' | 'params' | 'hash'> | null;
}

/** What a step of the guide says, of the vendor it is about. */
export function guideWords(id: GuideStep['id'], vendor: Vendor | null): StepWords {
  const name = vendor?.name ?? 'the vendor';
  const steps = (hash: string): StepWords['to'] =>
    vendor === null
      ? { to: '/settings/telephony' }
      : { to: '/settings/telephony/$vendor', params: { vendor: vendor.vendor }, hash };
  const words: Readonly<Record<GuideStep['id'], StepWords>> = {
    vendor: {
      title: 'Choose your telephony vendor and switch it on',
      says:
        vendor === null
          ? 'The company your virtual numbers are from.'
          : `${name}. Until it is in use, its requests are refused.`,
      action: vendor === null ? 'Choose a vendor' : `Open ${name}`,
      to: steps('vendor'),
    },
    key: {
      title: 'Enter the authentication key',
      says: `What ${name} gave you: the ${vendor?.keyName ?? 'key'}, or what else it signs in by. Calls are dialled and their records asked for with it.`,
      action: 'Enter the key',
      to: steps('vendor'),
    },
    test: {
      title: 'Test the key',
      says:
        vendor?.canTest === false
          ? `${name} offers nothing to try it by; the first call that is dialled will show it.`
          : 'One request to the vendor, no call. Afterwards it is known to work.',
      action: 'Test the key',
      to: steps('vendor'),
    },
    inbound: {
      title: 'Switch on incoming calls',
      says: `Only then ${name} is told whom to ring, and pop-ups are shown. Outgoing calls can wait.`,
      action: 'Open incoming calls',
      to: steps('inbound'),
    },
    counsellor: {
      title: 'Add a counsellor with their number',
      says: `The number, extension or agent id by which ${name} rings them.`,
      action: 'Add a counsellor',
      to: { to: vendor?.counsellors === 0 || vendor === null ? '/settings/counsellors/new' : '/settings/counsellors' },
    },
    permission: {
      title: 'Let counsellors receive pop-ups',
      says: 'Nothing is granted to counsellors until you grant it. The usual set for their role is one click.',
      action: 'Grant permissions',
      to: { to: '/settings/permissions' },
    },
    number: {
      title: 'Enter your virtual number with its campaign',
      says: 'The number students dial. Its campaign is where their leads come from in reports.',
      action: 'Add a number',
      to: { to: '/settings/numbers' },
    },
    sheet: {
      title: 'Send the sheet to the vendor',
      says: 'Make the token, and copy the addresses into the vendor’s portal or send them to its support.',
      action: 'Open the sheet',
      to:
        vendor === null
          ? { to: '/settings/telephony' }
          : { to: '/settings/telephony/$vendor/sheet', params: { vendor: vendor.vendor } },
    },
    call: {
      title: 'Receive the first call',
      says: 'Dial your number from a mobile. This ticks itself when the vendor tells of the call; when it does not, Health says what was refused.',
      action: 'Look at Health',
      to: { to: '/settings/health' },
    },
  };
  return words[id];
}
