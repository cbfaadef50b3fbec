import type { BrowserContext, Page } from 'playwright-core';

/** What a page did that no picture shows, and what of the machine it is made to believe. */
interface Senses {
  /** Sounds that play now. */
  sounding: number;
  readonly notifications: { readonly title: string; isOpen: boolean }[];
  hidden: boolean;
  /** When something was last clicked, and when the last card went; by the clock of the machine. */
  clickedAt: number;
  emptiedAt: number;
}

declare global {
  interface Window {
    senses: Senses;
  }
}

/** Watches the sounds and notifications of every page of a browser; before its first page. */
export async function watchSenses(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    window.senses = { sounding: 0, notifications: [], hidden: false, clickedAt: 0, emptiedAt: 0 };
    window.addEventListener('click', () => (window.senses.clickedAt = Date.now()), { capture: true });
    let had = false;
    new MutationObserver(() => {
      const has = document.querySelector('article') !== null;
      if (had && !has) window.senses.emptiedAt = Date.now();
      had = has;
    }).observe(document, { childList: true, subtree: true });
    const { start, stop } = AudioBufferSourceNode.prototype;
    AudioBufferSourceNode.prototype.start = function begin(...when) {
      window.senses.sounding += 1;
      start.apply(this, when);
    };
    AudioBufferSourceNode.prototype.stop = function end(...when) {
      window.senses.sounding -= 1;
      stop.apply(this, when);
    };
    Object.defineProperty(document, 'visibilityState', { get: () => (window.senses.hidden ? 'hidden' : 'visible') });
    class Watched extends EventTarget {
      static readonly permission = 'granted';
      readonly #shown: { readonly title: string; isOpen: boolean };
      constructor(title: string) {
        super();
        this.#shown = { title, isOpen: true };
        window.senses.notifications.push(this.#shown);
      }
      close(): void {
        this.#shown.isOpen = false;
      }
    }
    Object.defineProperty(window, 'Notification', { value: Watched });
  });
}

/** In how many of these tabs something sounds. */
export const sounding = async (pages: readonly Page[]): Promise<number> => {
  const counts = await Promise.all(pages.map(async (page) => await page.evaluate(() => window.senses.sounding)));
  return counts.reduce((sum, count) => sum + count, 0);
};

/** Titles of the desktop notifications that are open, of all these tabs. */
export const notified = async (pages: readonly Page[]): Promise<readonly string[]> =>
  (await Promise.all(pages.map(async (page) => await page.evaluate(() => window.senses.notifications))))
    .flat()
    .flatMap(({ title, isOpen }) => (isOpen ? [title] : []));

/** Puts a tab out of sight, or back. */
export async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    window.senses.hidden = value;
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}
