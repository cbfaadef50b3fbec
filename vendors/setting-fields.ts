import { z } from 'zod';
import type { VendorSettings } from '../domain/settings/telephony-change.ts';

/** One field of `vendorSettings` as a page asks for it. */
export interface SettingField {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly kind: 'text' | 'address' | 'choice' | 'switch';
  /** Of a choice. */
  readonly options: readonly string[];
  /** Write-only. */
  readonly isSecret: boolean;
}

/** What a field's JSON schema says of it. */
const described = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
});

const kindOf = (field: z.infer<typeof described>): SettingField['kind'] => {
  if (field.enum !== undefined) return 'choice';
  if (field.type === 'boolean') return 'switch';
  return field.format === 'uri' ? 'address' : 'text';
};

/** The fields a vendor adds to the settings, in the order of its schema. */
export const settingFields = ({ settingsSchema, secretFields }: VendorSettings): readonly SettingField[] => {
  const { properties = {} } = z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => {
    const field = described.parse(property);
    return {
      name,
      title: field.title ?? name,
      description: field.description ?? null,
      kind: kindOf(field),
      options: field.enum ?? [],
      isSecret: secretFields.includes(name),
    };
  });
};
