const LONGEST = 120;
// Control characters, and those that turn the order of writing round so that an ending looks like another.
// eslint-disable-next-line no-control-regex
const treacherous = /[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** Half a character: no header can carry it. */
const lone = /\p{Surrogate}/gu;

/** A name under which a file may be saved: no folders, nothing invisible, not endless. */
export function safeFileName(name: string): string {
  const plain = name
    .replace(lone, '')
    .replace(treacherous, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .trim();
  if (plain.length <= LONGEST) return plain;
  const ending = /\.[^.]{1,10}$/.exec(plain)?.[0] ?? '';
  return `${plain.slice(0, LONGEST - ending.length).replace(lone, '')}${ending}`;
}

/**
 * The header that says how a browser should treat what it gets.
 * https://www.rfc-editor.org/rfc/rfc6266.html
 */
export function contentDisposition(disposition: 'inline' | 'attachment', name: string | null): string {
  if (name === null || name === '') return disposition;
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  // encodeURIComponent leaves four characters that this header doesn't allow.
  const utf8 = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${disposition}; filename="${ascii}"; filename*=UTF-8''${utf8}`;
}
