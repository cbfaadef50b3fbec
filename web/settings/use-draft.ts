import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Fields } from '../../domain/settings/merge.ts';
import { RequestProblem } from '../api/request.ts';
import { tellDone } from '../shell/tell.tsx';
import { problemWords } from './problem-words.ts';
import { changesOf, conflictsOf, inWords, isSame, takeTheirs, valueAt, withValue, type Path } from './draft.ts';

export interface DraftOptions<T extends Fields> {
  /** As it stands at the API, as far as the page knows. */
  readonly saved: T;
  /** Reads how it stands at this moment. Absent: nobody else can have it, as with something new. */
  readonly read?: () => Promise<T>;
  /** Sends what was changed; `value` is the whole. */
  readonly write: (changes: Fields, value: T) => Promise<T>;
  readonly onSaved: (saved: T) => void;
  /** A sentence for whoever saved. */
  readonly done: string;
}

/** Settings as somebody changes them. Until they are saved they are nowhere but here. */
export interface Draft<T extends Fields> {
  readonly value: T;
  /** What the changes began with. */
  readonly base: T;
  readonly set: (path: Path<T>, value: unknown) => void;
  /** What is wrong at a path, as the API said it, or what somebody else set there meanwhile. */
  readonly problemAt: (path: string) => string | undefined;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  readonly save: () => void;
  readonly discard: () => void;
  /** Why it was not saved; null: no such thing. */
  readonly error: unknown;
  /** The paths that somebody else changed meanwhile. */
  readonly conflicts: readonly string[];
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
}

/** The same every time: what shows conflicts looks whether there are others. */
const NONE: readonly string[] = [];

interface Edited<T> {
  readonly base: T;
  readonly value: T;
}

/** Whoever took every change back edits nothing, and sees what stands at the API again. */
const isEdited = <T extends Fields>(edited: Edited<T> | null): edited is Edited<T> =>
  edited !== null && changesOf(edited.base, edited.value) !== null;

interface Clash<T> {
  readonly now: T;
  readonly paths: readonly string[];
}

/**
 * A draft of settings. Only what was changed is sent, so that two people who change different things do not undo each
 * other; of two who change the same, the second is told before anything is written.
 */
export function useDraft<T extends Fields>({ saved, read, write, onSaved, done }: DraftOptions<T>): Draft<T> {
  const [edited, setEdited] = useState<Edited<T> | null>(null);
  const [clash, setClash] = useState<Clash<T> | null>(null);
  const { base, value } = isEdited(edited) ? edited : { base: saved, value: saved };
  const changes = changesOf(base, value);

  const saving = useMutation({
    mutationFn: async ({ regardless }: { regardless: boolean; sent: T }): Promise<Clash<T> | null> => {
      const now = regardless ? undefined : await read?.();
      const paths = now === undefined ? [] : conflictsOf(base, now, value);
      if (now !== undefined && paths.length > 0) return { now, paths };
      const written = await write(changes ?? {}, value);
      setEdited(null);
      onSaved(written);
      return null;
    },
    onSuccess: (found) => {
      setClash(found);
      if (found === null) tellDone(done);
    },
  });

  const { error, variables } = saving;
  const problems = error instanceof RequestProblem ? error.fields : [];
  const problemAt = (path: string): string | undefined => {
    const refused = problems.find((one) => one.path === path)?.problem;
    // What was refused is another value once it is changed.
    const stands = variables !== undefined && isSame(valueAt(variables.sent, path), valueAt(value, path));
    if (refused !== undefined && stands) return problemWords(refused);
    if (clash === null || !clash.paths.includes(path)) return undefined;
    return `Somebody else set this to ${inWords(valueAt(clash.now, path))} meanwhile.`;
  };
  const settle = (next: typeof edited): void => {
    setEdited(next);
    setClash(null);
    saving.reset();
  };

  return {
    value,
    base,
    set: (path, next) =>
      setEdited((before) => {
        const from = isEdited(before) ? before : { base: saved, value: saved };
        return { base: from.base, value: withValue(from.value, path, next) };
      }),
    problemAt,
    isDirty: changes !== null,
    isSaving: saving.isPending,
    save: () => saving.mutate({ regardless: false, sent: value }),
    discard: () => settle(null),
    error,
    conflicts: clash?.paths ?? NONE,
    keepMine: () => saving.mutate({ regardless: true, sent: value }),
    takeTheirs: () => {
      if (clash !== null) settle({ base: clash.now, value: takeTheirs(base, clash.now, value, clash.paths) });
    },
  };
}
