import { type JSX } from 'react';

const paths = {
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-3.6 4-5.5 7.5-5.5s6.5 1.9 7.5 5.5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  calendar: 'M5 6h14v13.5H5zM5 10h14M8.5 3.5v4M15.5 3.5v4',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2',
  send: 'M4.5 12L20 4.5 15.5 20l-3.6-6.3zM11.9 13.7L20 4.5',
  down: 'M12 5v14M6 13l6 6 6-6',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  alert: 'M12 4l9 16H3zM12 10v4.5M12 17.2v.1',
  wait: 'M12 20a8 8 0 1 0-8-8',
  blocked: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM6 6l12 12',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6z',
  talk: 'M4 5.5h16v11H11l-4.5 3.5v-3.5H4z',
  place:
    'M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11zM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z',
  outside: 'M9 5H5v14h14v-4M13 5h6v6M19 5l-9 9',
  attach:
    'M18.5 11.5l-6.8 6.8a4.2 4.2 0 0 1-6-6l7.4-7.3a2.8 2.8 0 0 1 4 4l-7.3 7.2a1.4 1.4 0 0 1-2-2l6.4-6.3',
  file: 'M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4',
  image: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.2v.1',
  quote: 'M9 7L4.5 11.5 9 16M5 11.5h9a5 5 0 0 1 5 5V18',
  add: 'M12 5v14M5 12h14',
  lines: 'M5 7h14M5 12h14M5 17h9',
  choices:
    'M5 6.5h14a1 1 0 0 1 1 1v3a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-3a1 1 0 0 1 1-1zM5 15h8a1 1 0 0 1 1 1v2a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-2a1 1 0 0 1 1-1z',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 19.5h14',
  play: 'M8 5l11 7-11 7z',
  sound: 'M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11',
  soundOff: 'M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15.5 9.5l5 5M20.5 9.5l-5 5',
  flag: 'M6 21V4M6 4.5h11l-2.5 4 2.5 4H6',
  more: 'M5 12a.6.6 0 1 0 1.2 0 .6.6 0 0 0-1.2 0zM11.4 12a.6.6 0 1 0 1.2 0 .6.6 0 0 0-1.2 0zM17.8 12a.6.6 0 1 0 1.2 0 .6.6 0 0 0-1.2 0z',
  front: 'M5 4.5h14M12 20V9M7 13.5L12 8.5l5 5',
  line: 'M4 12h12M11.5 7.5L16 12l-4.5 4.5M20 5v14',
  mute: 'M4 5.5h16v11h-9M6.5 16.5v3.5L10 17M4 20L20 4M4 5.5v9',
  words: 'M4 6h9M8.5 4v2M11.5 6c-1 4-3.5 7-7 8.5M6.5 9.5c1.5 2.5 3 4 5 5M12 20l4-10 4 10M13.5 16.5h5',
  hand: 'M8 13V6.2a1.3 1.3 0 0 1 2.6 0V11V4.8a1.3 1.3 0 0 1 2.6 0V11V6a1.3 1.3 0 0 1 2.6 0v8.5c0 3.6-2 6-5 6-2.6 0-4-1.2-5.3-3.6L4 13.2c-.6-1.2 1-2.2 1.9-1.2L8 14.4',
  key: 'M14.5 14a5 5 0 1 0-4.7-3.3L4 16.5V20h3.5l.5-2 2-.5.5-2 1.7-1.7a5 5 0 0 0 2.3.2zM16 8.4v.1',
  screen: 'M4 5h16v11H4zM9 20h6M12 16v4',
  copy: 'M9 9h10.5v10.5H9zM6 15H4.5V4.5H15V6',
  smile: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM8.2 14a4.6 4.6 0 0 0 7.6 0M9 9.6v.1M15 9.6v.1',
  edit: 'M5 19l1-4L16 5l3 3L9 18z',
  cup: 'M5 9h11v5a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5zM16 10.5h1.5a2.5 2.5 0 0 1 0 5H16M8.5 3.5v2M12 3.5v2',
  busy: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM8 12h8',
  here: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM8 12.3l2.8 2.8L16 9.5',
  away: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z',
  handOver: 'M4 8h14M14.5 4.5L18 8l-3.5 3.5M20 16H6M9.5 12.5L6 16l3.5 3.5',
  whisper: 'M4 5.5h16v10H11l-4.5 4v-4H4zM8 10.5h.1M12 10.5h.1M16 10.5h.1',
  offer: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4',
  find: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3L20 20',
  keyboard: 'M3.5 7h17v10.5h-17zM7 10.5h.1M10.3 10.5h.1M13.7 10.5h.1M17 10.5h.1M8 14h8',
  expand: 'M6 9.5l6 6 6-6',
} as const;

export type IconName = keyof typeof paths;

interface IconProps {
  name: IconName;
  size?: number;
}

/** Drawn with strokes in the colour of the text; always beside or inside something that has a name. */
export function Icon({ name, size = 18 }: IconProps): JSX.Element {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
