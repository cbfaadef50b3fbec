import { Tooltip } from '@mantine/core';
import { useDesk } from '../feed/desk-context.tsx';
import type { Connection } from '../feed/desk-state.ts';
import classes from './connection-state.module.css';

const WORDS: Readonly<Record<Connection, readonly [word: string, meaning: string]>> = {
  connecting: ['Connecting', 'The connection to Callthread is being opened.'],
  live: ['Live', 'Calls show here the moment they ring.'],
  reconnecting: [
    'Reconnecting',
    'The connection is lost and being opened again. What happens meanwhile shows when it is back.',
  ],
  signed_out: ['Signed out', 'Your session has ended.'],
};

export function ConnectionState() {
  const { connection } = useDesk().desk;
  const [word, meaning] = WORDS[connection];
  return (
    <Tooltip label={meaning} multiline w={240}>
      <span
        className={classes.state}
        data-connection={connection}
        role="status"
        aria-label={`Connection: ${word}. ${meaning}`}
      >
        <span className={classes.dot} />
        <span className={classes.word}>{word}</span>
      </span>
    </Tooltip>
  );
}
