import type { Viewer } from '../domain/access/viewer.ts';
import { Problem } from './problem.ts';

/** Refuses a machine what only somebody who signs in has: settings and sessions of their own, a password, a feed. Throws 403. */
export const peopleOnly = ({ isMachine }: Viewer): void => {
  if (isMachine) throw new Problem(403, 'people_only', 'This is for people who sign in; a key has none of it.');
};
