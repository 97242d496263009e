import type { ReactElement } from 'react';

const paths = {
  back: 'M15 5l-7 7 7 7',
  menu: 'M4 7h16M4 12h16M4 17h16',
  plus: 'M12 5v14M5 12h14',
  send: 'M4 12l16-8-6 16-3-7-7-1z',
  smile: 'M12 21a9 9 0 100-18 9 9 0 000 18zM8.5 14.5c1.8 2.4 5.2 2.4 7 0M9 9.5v.5M15 9.5v.5',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  place:
    'M12 21s-6.5-6-6.5-11a6.5 6.5 0 1113 0c0 5-6.5 11-6.5 11zM12 12.2a2.2 2.2 0 100-4.4 2.2 2.2 0 000 4.4z',
  voice: 'M12 15a3 3 0 003-3V6a3 3 0 10-6 0v6a3 3 0 003 3zM6 12a6 6 0 0012 0M12 18v3',
  play: 'M9 6l9 6-9 6z',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  chevron: 'M9 5l7 7-7 7',
} as const;

const filled = new Set<keyof typeof paths>(['send', 'play']);

export function Icon({ name, size = 24 }: { name: keyof typeof paths; size?: number }): ReactElement {
  const isFilled = filled.has(name);
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={isFilled ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.6 : 1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}

const avatarColours = ['#3f6ea8', '#8a5a9e', '#2f7f79', '#a8613f'];

const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** A coloured disc with the account's first character. */
export function Avatar({ name, size }: { name: string; size: number }): ReactElement {
  const letters = Array.from(segmenter.segment(name), ({ segment }) => segment);
  const sum = letters.reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  const background = avatarColours[sum % avatarColours.length];
  return (
    <span
      className="avatar"
      aria-hidden="true"
      style={{ background, width: size, height: size, fontSize: size * 0.44 }}
    >
      {letters[0]}
    </span>
  );
}
