import type { RecordingPlace } from '../../db/recordings.ts';
import type { Db } from '../../db/pool.ts';
import type { InstituteId } from '../../domain/ids.ts';
import type { FreshLink, VendorClient } from '../../vendors/adapter.ts';
import { openVendorClient, type ClientDeps } from '../vendor-client.ts';
import { openAudio, type Audio, type AudioQuestion } from './audio.ts';

export interface ListeningDeps extends ClientDeps {
  readonly db: Db;
}

export interface ListeningQuestion extends Pick<AudioQuestion, 'range' | 'signal'> {
  readonly instituteId: InstituteId;
  readonly country: string;
  readonly place: RecordingPlace;
}

/**
 * Opens a call's recording at its vendor, by a fresh address or with the account's token where the vendor wants one. A
 * token that is refused is replaced once. Outside any transaction.
 */
export async function openRecording(
  deps: ListeningDeps,
  { instituteId, country, place, range, signal }: ListeningQuestion,
): Promise<Audio> {
  const client = await openVendorClient(deps.db, deps, { instituteId, vendor: place.vendor, country });
  const open = async (refused: boolean): Promise<Audio & { readonly shown?: boolean }> => {
    const link = await linkTo(client, place.url, signal, refused);
    if (link.result === 'none') return { result: 'unavailable', reason: 'gone', status: null };
    if (link.result === 'unreachable') return { result: 'unavailable', reason: 'unreachable', status: null };
    return {
      ...(await openAudio(deps.tools.http, { address: link, range, signal })),
      shown: Object.keys(link.headers).length > 0,
    };
  };
  const { shown = false, ...audio } = await open(false);
  const stale = shown && audio.result === 'unavailable' && audio.reason === 'refused' && audio.status !== null;
  return stale ? await open(true) : audio;
}

async function linkTo(
  client: VendorClient | null,
  url: string,
  signal: AbortSignal,
  refused: boolean,
): Promise<FreshLink> {
  return (await client?.recordingLink?.(url, signal, refused)) ?? { result: 'found', url, headers: {} };
}
