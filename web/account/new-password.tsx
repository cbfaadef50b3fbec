import { PasswordInput } from '@mantine/core';
import { RequestProblem } from '../api/request.ts';

/** As the API has it (domain/settings/counsellor.ts): what makes a password hard to guess is its length. */
export const SHORTEST_PASSWORD = 8;

interface PasswordFieldProps {
  readonly label: string;
  readonly name: string;
  readonly autoComplete: 'current-password' | 'new-password';
  readonly description?: string;
  /** What is wrong with what was typed. */
  readonly error: string | null;
}

/** A password, which whoever types it may look at. */
export function PasswordField(props: PasswordFieldProps) {
  return (
    <PasswordInput
      size="sm"
      required
      withAsterisk={false}
      maxLength={1000}
      visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
      // Mantine tells of it by colour and text alone.
      aria-invalid={props.error !== null}
      {...props}
    />
  );
}

export function NewPasswordField({ error }: { readonly error: string | null }) {
  return (
    <PasswordField
      label="New password"
      name="newPassword"
      autoComplete="new-password"
      description={`At least ${SHORTEST_PASSWORD} characters. A few words that only you put together are hard to guess and easy to remember.`}
      error={error}
    />
  );
}

/** What is wrong with a new password before the API is asked; null: nothing. */
export const tooShort = (password: string): string | null =>
  password.length < SHORTEST_PASSWORD ? `It has ${password.length} characters; ${SHORTEST_PASSWORD} are needed.` : null;

/** What the API says is wrong with the field of this name. */
export const saidOf = (error: unknown, path: string): string | null =>
  error instanceof RequestProblem ? (error.fields.find((field) => field.path === path)?.problem ?? null) : null;
