import { Switch, Tooltip } from '@mantine/core';
import { useMe } from './use-me.ts';
import classes from './taking-calls.module.css';

/** Whether calls are routed to me. */
export function TakingCalls() {
  const { me, change } = useMe();
  if (me === undefined) return null;
  const { takingCalls } = me;
  return (
    <Tooltip label={takingCalls ? 'Calls are routed to you' : 'No call is routed to you until you switch this on'}>
      <Switch
        classNames={{ label: classes.label }}
        label={<span className={classes.words}>{takingCalls ? 'Taking calls' : 'Not taking calls'}</span>}
        aria-label="Taking calls"
        color="teal.8"
        checked={takingCalls}
        onChange={({ currentTarget }) => change({ takingCalls: currentTarget.checked })}
      />
    </Tooltip>
  );
}
