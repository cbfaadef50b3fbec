import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { demo } from '../../dev/demo-data.ts';
import { buildPages } from '../../dev/web/build.ts';
import { findChromium } from '../environment/chromium.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const localDir = resolve(root, process.env['LOCAL_DIR'] ?? '.local');

/** The folder of the built pages; the set-up of the tests built them, where it saw that they are needed. */
export const builtPages = async (): Promise<string> =>
  await buildPages(join(localDir, 'web'), (line) => process.stderr.write(`${line}\n`));

/** A Chromium in which each person has a browser of their own. */
export interface Browsers {
  /** A browser that nobody has signed in to. */
  open(options?: Parameters<Browser['newContext']>[0]): Promise<BrowserContext>;
  close(): Promise<void>;
}

export async function startBrowsers(): Promise<Browsers> {
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Error('The tests of the pages need a Chromium: install the package "chromium".');
  const browser = await chromium.launch({
    executablePath,
    // Root may not use the sandbox; the pages are our own.
    // Sound as people's browsers allow it: once something was pressed.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--autoplay-policy=document-user-activation-required'],
  });
  return {
    open: async (options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, ...options });
      context.setDefaultTimeout(30_000);
      return context;
    },
    close: async () => await browser.close(),
  };
}

/** Signs in by the page, as somebody does in the morning. */
export async function signInAt(context: BrowserContext, url: string, email: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.locator('[name=password]').fill(demo.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('status', { name: 'Connection: Live' }).waitFor();
  return page;
}

/** Another tab of a browser that is signed in. */
export async function anotherTab(context: BrowserContext, url: string, path = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${url}${path}`);
  await page.getByRole('status', { name: 'Connection: Live' }).waitFor();
  return page;
}

/**
 * Goes to a page as people do who are inside already: nothing is loaded anew. Whoever comes from outside, or is on that very
 * page, opens it by its address.
 */
export async function goTo(page: Page, url: string): Promise<void> {
  const [here, there] = [new URL(page.url()), new URL(url)];
  if (here.origin !== there.origin || here.pathname === there.pathname) {
    await page.goto(url);
    return;
  }
  await page.evaluate(async (href) => {
    // Where the router leaves itself for tools.
    const { __TSR_ROUTER__: router } = window as unknown as {
      readonly __TSR_ROUTER__: {
        readonly navigate: (to: { readonly href: string; readonly ignoreBlocker: boolean }) => Promise<void>;
      };
    };
    // Whatever is not saved was typed for the picture.
    await router.navigate({ href, ignoreBlocker: true });
    window.scrollTo(0, 0);
  }, `${there.pathname}${there.search}${there.hash}`);
}

const pictures = join(localDir, 'screenshots');

/** A picture of the page for people to look at: `.local/screenshots/<name>.png`. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
}
