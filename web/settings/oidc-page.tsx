import { useQuery } from '@tanstack/react-query';
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Oidc } from './contract.ts';
import { Copyable } from './copy-button.tsx';
import { Loaded } from './loaded.tsx';
import { oidcQuery } from './queries.ts';
import { SecretRow } from './secret-row.tsx';
import { PageHead, Section } from './section.tsx';
import { SwitchRow, TextRow } from './setting-rows.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useSetting } from './use-setting.ts';
import classes from './settings.module.css';

/** Sign-in by the institution's own OpenID Connect provider. */
export function OidcPage(): ReactNode {
  const oidc = useQuery(oidcQuery);
  return (
    <>
      <PageHead
        title="Single sign-on"
        says="Your institution’s own sign-in, by OpenID Connect. People need to be among your counsellors with the same e-mail address; passwords go on working."
      />
      <Loaded query={oidc}>{(saved) => <Settings saved={saved} />}</Loaded>
    </>
  );
}

function Settings({ saved }: { readonly saved: Oidc }) {
  const draft = useSetting({
    query: oidcQuery,
    path: '/v1/settings/oidc',
    saved,
    done: 'Single sign-on is saved.',
  });
  return (
    <>
      <Section
        title="What your provider is told"
        says="Register Callthread there as a web application with this redirect address."
      >
        <div className={classes.block}>
          <Text size="xs" mb={3}>
            Redirect address
          </Text>
          <Copyable text={saved.redirectUri} what="the redirect address" />
          <Text size="xs" mt={10} mb={3}>
            Where people sign in, to be put on your own pages
          </Text>
          <Copyable text={saved.signInUrl} what="the address to sign in at" />
        </div>
      </Section>
      <SettingsForm draft={draft} label="Single sign-on">
        <Section title="What we are told of your provider">
          <SwitchRow
            draft={draft}
            at="enabled"
            label="Sign in by OpenID Connect"
            says="Adds the institution’s sign-in to the door. It needs the issuer and the client id."
          />
          <TextRow
            draft={draft}
            at="issuer"
            type="url"
            label="Issuer"
            says="The provider’s address, like https://login.example.edu. What else is needed is read from there."
          />
          <TextRow
            draft={draft}
            at="clientId"
            label="Client id"
            says="Under which Callthread is registered at the provider."
          />
          <SecretRow
            draft={draft}
            at="clientSecret"
            label="Client secret"
            says="Empty for a public client. It is stored encrypted and never shown again."
          />
          <TextRow
            draft={draft}
            at="emailClaim"
            label="E-mail claim"
            says="In which claim the provider says the e-mail address; it has to vouch for it (email_verified)."
            required
          />
          <TextRow
            draft={draft}
            at="audience"
            label="Audience"
            says="What access tokens for our API name as their audience, beside the client id. Only where programs come with tokens of the provider."
          />
        </Section>
      </SettingsForm>
    </>
  );
}
