import { createContext, useContext } from 'react';
import { type Sound } from './sound.js';

export const SoundContext = createContext<Sound | null>(null);

export function useSound(): Sound {
  const sound = useContext(SoundContext);
  if (sound === null) throw new Error('useSound is used outside the sound provider');
  return sound;
}
