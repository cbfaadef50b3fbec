import type { NewFact } from '../db/facts.ts';
import { counsellorsByAgentKeys } from '../db/pulling.ts';
import type { Db } from '../db/pool.ts';
import type { Agent } from '../domain/call/facts.ts';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import type { CallRecord } from '../vendors/adapter.ts';
import type { Line } from '../vendors/line.ts';

const keysOf = ({ key, aliases = [] }: Line): readonly string[] => [key, ...aliases];

/** A vendor's record of a call as a fact of that call, those it names recognised by any of their names. */
export async function factOfRecord(
  db: Db,
  { instituteId, vendor, record, now }: { instituteId: InstituteId; vendor: string; record: CallRecord; now: EpochMs },
): Promise<Extract<NewFact, { kind: 'record_pulled' }>> {
  const { agent, missedAgents, status, talkSeconds, startedAt, endedAt, recordingUrl, flags } = record;
  const keys = [...(agent ? [agent] : []), ...missedAgents].flatMap(keysOf);
  const counsellors = await counsellorsByAgentKeys(db, { instituteId, vendor, keys });
  const agentOf = (line: Line): Agent => {
    const number = keysOf(line).find((key) => counsellors.has(key)) ?? line.key;
    return { counsellorId: counsellors.get(number) ?? null, number };
  };
  return {
    kind: 'record_pulled',
    result: 'found',
    receivedAt: now,
    flags,
    report: { status, talkSeconds, startedAt, endedAt, recordingUrl, agent: agent && agentOf(agent) },
    alsoRung: missedAgents.filter((line) => line.key !== agent?.key).map(agentOf),
  };
}
