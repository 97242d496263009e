import { useEffect, useSyncExternalStore } from 'react';
import { useSound } from './sound-context.js';
import { type OutputState } from './sound-output.js';
import { type SoundChoice } from './sound-settings.js';
import { type SoundKind } from './tones.js';

/**
 * Rings while it is on, and says so in the page's title. Whoever uses it shows on the screen what rings, and how to
 * answer it.
 */
export function useRinging(kind: SoundKind, isOn: boolean): void {
  const sound = useSound();
  useEffect(() => (isOn ? sound.ring(kind) : undefined), [sound, kind, isOn]);
}

/** What rings now, the gravest first. */
export function useRung(): readonly SoundKind[] {
  const sound = useSound();
  return useSyncExternalStore(sound.subscribeRung, sound.getRung);
}

export function useSoundChoice(): SoundChoice {
  const { settings } = useSound();
  return useSyncExternalStore(settings.subscribe, settings.get);
}

export function useOutputState(): OutputState {
  const { output } = useSound();
  return useSyncExternalStore(output.subscribe, output.getState);
}
