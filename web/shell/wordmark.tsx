import classes from './wordmark.module.css';

export function Wordmark() {
  return (
    <span className={classes.wordmark}>
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden>
        <rect width="32" height="32" rx="8" className={classes.ground} />
        <path d="M9 10.5c0 6.9 5.6 12.5 12.5 12.5l1.5-3.6-4-2.2-1.9 1.7a10 10 0 0 1-4-4l1.7-1.9-2.2-4z" fill="#fff" />
        <path d="M18 8.5a6 6 0 0 1 5.5 5.5" fill="none" stroke="#8fd3e8" strokeWidth="2" strokeLinecap="round" />
      </svg>
      Callthread
    </span>
  );
}
