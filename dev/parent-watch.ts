const everyMs = 500;

/**
 * Calls `gone` once when the process that started us is no more: npm killed with SIGKILL tells nobody. Only under npm,
 * since a launcher started in the background by hand may outlive its shell on purpose.
 */
export function watchParent(gone: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, everyMs);
  timer.unref();
}
