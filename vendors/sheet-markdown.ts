import type { Sheet, SheetEndpoint, SheetHook, SheetNative } from './sheet.ts';

/** Text inside Markdown, where a bar would end a table's cell and a line break its row. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|#]/g, String.raw`\$&`);
const code = (text: string): string => `\`${text.replaceAll('`', '')}\``;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const section = ({
  endpoint,
  purpose,
  methods,
  urlWithToken,
  urlWithSecretKey,
  where,
  fields,
  answer,
}: SheetEndpoint): string => {
  const withVariables = fields.some(({ variable }) => variable !== null);
  const rows = fields.map(({ name, use, holds, variable }) => [
    code(name),
    use,
    ...(withVariables ? [variable === null ? '' : code(variable)] : []),
    plain(holds),
  ]);
  return [
    `## ${endpoint}`,
    plain(purpose),
    [
      `- with the token: ${methods.join(' or ')} ${code(urlWithToken)}`,
      ...(urlWithSecretKey === null
        ? []
        : [`- with the secret key: ${methods.join(' or ')} ${code(urlWithSecretKey)}`]),
      ...(where === null ? [] : [`- in your portal: ${plain(where)}`]),
    ].join('\n'),
    table(['field', 'use', ...(withVariables ? ['your variable'] : []), 'holds'], rows),
    `Answer: ${code(answer)}`,
  ].join('\n\n');
};

const hook = ({ where, url, parameters }: SheetHook): string => {
  const keys = table(
    ['key', 'value'],
    parameters.map(({ key, variable }) => [code(key), code(variable)]),
  );
  return [`- in your portal: ${plain(where)}, URL ${code(url)}`, ...(parameters.length > 0 ? [keys] : [])].join('\n\n');
};

const nativeSection = ({ endpoint, purpose, methods, url, hooks }: SheetNative): string =>
  [
    `## ${endpoint}`,
    `Your own requests, as you document them: ${plain(purpose)}.`,
    `${methods.join(' or ')} ${code(url)}`,
    ...hooks.map(hook),
  ].join('\n\n');

/** The sheet as a page to send: Markdown, readable as plain text too. */
export const sheetMarkdown = ({ vendor, institute, secretKey, native, endpoints, notes }: Sheet): string =>
  [
    `# ${plain(vendor.name)} for ${plain(institute.name)}`,
    `Institute ${institute.id}, time zone ${plain(institute.timeZone)}. Secret key: field ${code(secretKey.field)} or header ${code(secretKey.header)}, value ${code(secretKey.value)}.`,
    ...native.map(nativeSection),
    ...endpoints.map(section),
    '## Notes',
    notes.map((note) => `- ${plain(note)}`).join('\n'),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
