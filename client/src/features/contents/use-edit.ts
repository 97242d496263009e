import { useState } from 'react';

interface Base<T> {
  readonly version: number;
  readonly saved: T;
}

export interface Edit<T> {
  readonly draft: T;
  readonly change: (draft: T) => void;
  readonly isChanged: boolean;
  /** The version that is edited, to be sent along. */
  readonly version: number;
  /** Somebody else has saved since this edit began. */
  readonly isStale: boolean;
  /** Back to what is saved now. */
  readonly reset: () => void;
  /** What was sent is saved; the server may have given it names, and has counted its version. */
  readonly adopt: (saved: T, version: number) => void;
  /** Goes on with what was written here, knowing what the other one saved. */
  readonly goOn: () => void;
}

/** What somebody has changed and not saved. While there is nothing, it follows what is saved. */
export function useEdit<T>(saved: T, version: number): Edit<T> {
  const [base, setBase] = useState<Base<T>>({ saved, version });
  const [draft, setDraft] = useState(saved);
  const isChanged = !isSame(draft, base.saved);
  const isNewer = version > base.version;
  // Nothing would be lost; and what was saved from here is no longer a change.
  if (isNewer && (!isChanged || isSame(draft, saved))) {
    setBase({ saved, version });
    setDraft(saved);
  }
  return {
    draft,
    change: setDraft,
    isChanged,
    version: base.version,
    isStale: isNewer && isChanged,
    reset: () => {
      // What was just saved here may be newer than what is known of it yet.
      if (isNewer) setBase({ saved, version });
      setDraft(isNewer ? saved : base.saved);
    },
    adopt: (adopted, next) => {
      setBase({ saved: adopted, version: next });
      setDraft(adopted);
    },
    goOn: () => setBase({ saved, version }),
  };
}

/** As the server would see it: what is left out and what is undefined are one. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
