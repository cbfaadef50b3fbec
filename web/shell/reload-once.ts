const KEY = 'callthread-reloaded-at';
/** Twice within this time is no update but a fault, which reloading does not cure. */
const AGAIN_MS = 60_000;

/** Loads the page anew, unless that was tried a moment ago. Says whether it does. */
export function reloadOnce(): boolean {
  const before = Number(sessionStorage.getItem(KEY) ?? 0);
  if (Date.now() - before < AGAIN_MS) return false;
  sessionStorage.setItem(KEY, String(Date.now()));
  window.location.reload();
  return true;
}
