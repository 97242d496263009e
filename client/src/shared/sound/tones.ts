export const soundKinds = ['alarm', 'offer', 'ending', 'whisper', 'message'] as const;
export type SoundKind = (typeof soundKinds)[number];

export interface Note {
  /** Seconds after the tone begins. */
  readonly at: number;
  readonly hertz: number;
  readonly seconds: number;
  /** Against the person's own volume, 0 to 1. */
  readonly loudness: number;
}

const E4 = 329.63;
const G4 = 392;
const C5 = 523.25;
const D5 = 587.33;
const E5 = 659.26;
const G5 = 783.99;
const A5 = 880;

/**
 * Told apart with closed eyes, and calm: whoever hears them may be in the middle of a hard talk. An alarm falls and is
 * said twice, an offer rises, the end of the session is one long note, a whisper is two low taps, a message one small drop.
 */
export const tones: Record<SoundKind, readonly Note[]> = {
  alarm: [
    { at: 0, hertz: G5, seconds: 0.32, loudness: 1 },
    { at: 0.3, hertz: C5, seconds: 0.5, loudness: 1 },
    { at: 1, hertz: G5, seconds: 0.32, loudness: 1 },
    { at: 1.3, hertz: C5, seconds: 0.7, loudness: 1 },
  ],
  offer: [
    { at: 0, hertz: G4, seconds: 0.5, loudness: 0.8 },
    { at: 0.18, hertz: D5, seconds: 0.5, loudness: 0.8 },
    { at: 0.36, hertz: E5, seconds: 0.9, loudness: 0.8 },
  ],
  ending: [{ at: 0, hertz: C5, seconds: 1.4, loudness: 0.6 }],
  whisper: [
    { at: 0, hertz: E4, seconds: 0.22, loudness: 0.7 },
    { at: 0.2, hertz: E4, seconds: 0.45, loudness: 0.7 },
  ],
  message: [{ at: 0, hertz: A5, seconds: 0.35, loudness: 0.45 }],
};

/** From the beginning of one tone to the next, for what rings until somebody answers. */
export const ringEveryMs = 6000;
