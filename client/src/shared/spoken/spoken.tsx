import { type JSX, useEffect, useState, useSyncExternalStore } from 'react';
import { useWordHolder } from '../live/use-word-holder.js';
import { Voice } from './voice.js';

export function useVoice(): Voice {
  const [voice] = useState(() => new Voice());
  useEffect(() => () => voice.stop(), [voice]);
  return voice;
}

const places = [0, 1] as const;

/**
 * Where a voice is heard, without being seen. A screen reader says what changes: the same words once more are no change
 * where they stand already, so each sentence has the other of two places, and the one before it is emptied.
 */
export function Spoken({ voice }: { voice: Voice }): JSX.Element {
  const { words, turn } = useSyncExternalStore(voice.subscribe, voice.getSaid);
  useWordHolder({
    tickets: () => voice.tickets(),
    forget: (isErased) => voice.forget(isErased),
  });
  return (
    <div className="visually-hidden" data-spoken>
      {places.map((place) => (
        <div key={place} aria-live="polite" aria-atomic="true">
          {turn % places.length === place ? words : ''}
        </div>
      ))}
    </div>
  );
}
