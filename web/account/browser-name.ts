/** What browsers call themselves, the particular before the general: Edge says it is Chrome too, and Chrome that it is Safari. */
const BROWSERS = [
  { name: 'Edge', sign: /\bEdg(e|A|iOS)?\// },
  { name: 'Opera', sign: /\bOPR\// },
  { name: 'Samsung Internet', sign: /\bSamsungBrowser\// },
  { name: 'Firefox', sign: /\b(Firefox|FxiOS)\// },
  { name: 'Chrome', sign: /\b(Chrome|CriOS|HeadlessChrome)\// },
  { name: 'Safari', sign: /\bSafari\// },
] as const;
const SYSTEMS = [
  { name: 'Android', sign: /\bAndroid\b/ },
  { name: 'iPhone', sign: /\biPhone\b/ },
  { name: 'iPad', sign: /\biPad\b/ },
  { name: 'Windows', sign: /\bWindows\b/ },
  { name: 'Mac', sign: /\bMac OS X\b/ },
  { name: 'ChromeOS', sign: /\bCrOS\b/ },
  { name: 'Linux', sign: /\bLinux\b/ },
] as const;

/** A browser as people tell theirs apart: "Chrome on Windows". */
export function browserName(userAgent: string | null): string {
  const browser = BROWSERS.find(({ sign }) => sign.test(userAgent ?? ''))?.name ?? 'A browser';
  const system = SYSTEMS.find(({ sign }) => sign.test(userAgent ?? ''))?.name;
  return system === undefined ? browser : `${browser} on ${system}`;
}
