import { useEffect, useState } from 'react';
import { applyMessage, EMPTY_DESK, type Connection, type DeskState } from '../feed/desk-state.ts';
import { followFeed, readFeedMessage } from '../feed/follow-feed.ts';

/** What the desk asked this phone to dial. */
export interface Dialled {
  readonly callId: string;
  readonly tel: string;
  /** When, by this phone's clock. */
  readonly at: number;
}

interface PhoneFeed {
  readonly connection: Connection;
  readonly desk: DeskState;
  /** The newest, until it was reported; kept over a reload of the page. */
  readonly dialled: Dialled | null;
  readonly reported: () => void;
}

const KEY = 'callthread-dialled';

/**
 * A phone's own stream. It is not the browser's shared one: what to dial is sent only to streams that say they are a
 * phone's, once, and never again.
 */
export function usePhoneFeed(userId: string): PhoneFeed {
  const [desk, setDesk] = useState(EMPTY_DESK);
  const [dialled, setDialled] = useState<Dialled | null>(readDialled);
  useEffect(() => {
    let current = EMPTY_DESK;
    const become = (next: DeskState): void => {
      current = next;
      setDesk(next);
    };
    const following = followFeed({
      address: '/v1/stream?device=phone',
      userId,
      lastId: () => current.lastId,
      onConnection: (connection) => become({ ...current, connection }),
      onMessage: (message) => {
        const read = readFeedMessage(message);
        if (read !== null) become(applyMessage(current, read));
        if (message.event !== 'dial') return;
        // Of the shape the contract gives it (section 4).
        const { callId, tel } = JSON.parse(message.data) as { callId: string; tel: string };
        const next = { callId, tel, at: Date.now() };
        sessionStorage.setItem(KEY, JSON.stringify(next));
        setDialled(next);
        // The phone's own dialler asks before it dials; where it does not open by itself there is the button.
        window.location.assign(`tel:${tel}`);
      },
    });
    const nudge = (): void => following.nudge();
    document.addEventListener('visibilitychange', nudge);
    return () => {
      document.removeEventListener('visibilitychange', nudge);
      following.stop();
    };
  }, [userId]);
  const reported = (): void => {
    sessionStorage.removeItem(KEY);
    setDialled(null);
  };
  return { connection: desk.connection, desk, dialled, reported };
}

function readDialled(): Dialled | null {
  const kept = sessionStorage.getItem(KEY);
  // Written above, by this very page.
  return kept === null ? null : (JSON.parse(kept) as Dialled);
}
