import type { ReactElement } from 'react';
import type { Mood } from './stickers.js';

interface Face {
  readonly eyes: string;
  readonly mouth: string;
  readonly extra?: ReactElement;
}

const openEyes = 'M39 57v4M61 57v4';
const smilingEyes = 'M35 60c2-5 7-5 9 0M56 60c2-5 7-5 9 0';
const closedEyes = 'M35 58c2 4 7 4 9 0M56 58c2 4 7 4 9 0';
const worriedEyes = 'M39 59v3M61 59v3M34 54l8-3M66 54l-8-3';
const smile = 'M42 68c4 6 12 6 16 0';
const small = 'M46 69c2 3 6 3 8 0';
const sorrow = 'M43 72c3-5 11-5 14 0';

const stroke = { fill: 'none', stroke: '#5b3a1e', strokeWidth: 3.2, strokeLinecap: 'round' } as const;
const pale = { ...stroke, stroke: '#8b98ad', strokeWidth: 3 } as const;

const faces: Readonly<Record<Mood, Face>> = {
  sad: {
    eyes: worriedEyes,
    mouth: sorrow,
    extra: (
      <g fill="#6fb3e8">
        <path d="M36 66c-4 6-4 9 0 9s4-3 0-9z" />
        <path d="M64 66c-4 6-4 9 0 9s4-3 0-9z" />
      </g>
    ),
  },
  thanks: {
    eyes: smilingEyes,
    mouth: smile,
    extra: (
      <path
        d="M88 27c-4-6-12-2-9 4 1 3 5 5 9 9 4-4 8-6 9-9 3-6-5-10-9-4z"
        transform="translate(-4 -8)"
        fill="#ef7b8a"
      />
    ),
  },
  evening: {
    eyes: openEyes,
    mouth: smile,
    extra: (
      <g>
        <path d="M86 10a13 13 0 1 0 9 20a10.5 10.5 0 0 1-9-20z" transform="translate(-6 -2)" fill="#f0c94c" />
        <path d="M12 20l1.6 3.4L17 25l-3.4 1.6L12 30l-1.6-3.4L7 25l3.4-1.6z" fill="#f0c94c" />
      </g>
    ),
  },
  listen: {
    eyes: openEyes,
    mouth: 'M50 67a4 4.6 0 1 0 .1 0z',
    extra: <path d="M77 42l8-5M80 52l10-1M23 42l-8-5M20 52l-10-1" {...pale} />,
  },
  yes: { eyes: closedEyes, mouth: smile, extra: <path d="M82 22l5 6 9-12" {...stroke} stroke="#3f9a63" /> },
  sorry: {
    eyes: worriedEyes,
    mouth: 'M42 71q4-4 8 0t8 0',
    extra: <path d="M78 30c-6 9-6 13 0 13s6-4 0-13z" fill="#6fb3e8" />,
  },
  sleepy: {
    eyes: closedEyes,
    mouth: small,
    extra: <path d="M72 30h8l-8 10h8M85 14h9l-9 11h9" {...pale} strokeLinejoin="round" />,
  },
  tea: {
    eyes: smilingEyes,
    mouth: small,
    extra: (
      <g>
        <path d="M68 78h24v8a9 9 0 0 1-9 9h-6a9 9 0 0 1-9-9z" fill="#7fae8d" />
        <path d="M76 73c-3-4 3-5 0-9M84 73c-3-4 3-5 0-9" {...pale} strokeWidth={2.4} />
      </g>
    ),
  },
};

/** The flame in one of its moods. */
export function StickerArt({ mood }: { mood: Mood }): ReactElement {
  const { eyes, mouth, extra } = faces[mood];
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <path
        d="M52 5c4 17 30 29 30 55a32 34 0 0 1-64 0c0-18 16-25 20-41 5 4 7 8 8 12 5-7 7-16 6-26z"
        fill="#f5a246"
      />
      <path d="M50 42c5 9 22 14 22 28a22 20 0 0 1-44 0c0-14 17-19 22-28z" fill="#fde0a8" />
      <path d={`${eyes}${mouth}`} {...stroke} />
      <path d="M30 67h4M66 67h4" stroke="#f2a489" strokeWidth="5" strokeLinecap="round" />
      {extra}
    </svg>
  );
}
