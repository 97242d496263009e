import { type JSX, type ReactNode, useEffect, useState } from 'react';
import { SoundContext } from './sound-context.js';
import { Sound } from './sound.js';
import { WebAudioOutput } from './sound-output.js';
import { type KeptText, SoundSettings } from './sound-settings.js';

interface SoundProviderProps {
  staffId: string;
  children: ReactNode;
}

export function storage(): KeptText {
  try {
    return window.localStorage;
  } catch {
    // Blocked by the browser's settings: this tab alone knows what the person chose.
    return null;
  }
}

export function SoundProvider({ staffId, children }: SoundProviderProps): JSX.Element {
  const [sound] = useState(() => new Sound(new WebAudioOutput(), new SoundSettings(staffId, storage())));
  useEffect(() => {
    const stop = sound.start();
    const readAgain = (): void => sound.settings.readAgain();
    window.addEventListener('storage', readAgain);
    return () => {
      window.removeEventListener('storage', readAgain);
      stop();
    };
  }, [sound]);
  return <SoundContext value={sound}>{children}</SoundContext>;
}
