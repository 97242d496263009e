import { fileTypeFromBuffer } from 'file-type';
import { type MediaKind } from '../contract/message.js';

/** What can't be told is only bytes. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** Markup that a browser would run, whatever it is called. https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type */
const html =
  /^(?:<!--|<!doctype html|<(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>])/i;
const svg = /^<svg[\s>]/i;
const textEncodings = ['utf-8', 'shift_jis', 'euc-jp'] as const;
// Tab, line feed, form feed, carriage return and escape (of ISO-2022-JP) are all that a text has of these.
// eslint-disable-next-line no-control-regex
const binary = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

/**
 * Finds what content is, from the content alone: names and headers may say anything.
 * @param head its beginning, 256 KiB or all of it
 */
export async function detectType(head: Buffer): Promise<string> {
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  // Some lists give parameters after the type; what we compare and send is the type itself.
  const mime = found?.mime.split(';')[0]?.trim();
  if (mime === 'application/xml' || mime === undefined) return textType(head) ?? mime ?? UNKNOWN_TYPE;
  return mime;
}

function textType(head: Buffer): string | undefined {
  const text = decode(head);
  if (text === undefined || text === '') return undefined;
  const start = text.replace(/^(?:\uFEFF|\s|<\?xml[^>]*>|<!--[\s\S]*?-->|<!doctype svg[^>]*>)+/i, '');
  if (svg.test(start)) return 'image/svg+xml';
  if (html.test(start)) return 'text/html';
  return /^\s*<\?xml/.test(text) ? 'application/xml' : 'text/plain';
}

function decode(head: Buffer): string | undefined {
  const utf16 = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : undefined;
  for (const encoding of utf16 === undefined ? textEncodings : [utf16]) {
    try {
      // A stream: the head may end in the middle of a character.
      const text = new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
      if (!binary.test(text)) return text;
    } catch {
      // Not in this encoding.
    }
  }
  return undefined;
}

/** Types that a browser only draws or plays: it may show them in the page. Everything else is saved, never opened. */
const inlineTypes: ReadonlySet<string> = new Set([
  'image/png',
  'image/apng',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/heic',
  'image/heif',
  'image/bmp',
  'video/mp4',
  'video/x-m4v',
  'video/quicktime',
  'video/webm',
  'video/3gpp',
  'video/3gpp2',
  'audio/mpeg',
  'audio/mp4',
  'audio/x-m4a',
  'audio/aac',
  'audio/wav',
  'audio/ogg',
  'audio/webm',
  'audio/amr',
  'audio/x-flac',
  'audio/flac',
]);

export function isInline(mimeType: string): boolean {
  return inlineTypes.has(mimeType);
}

/** Documents a counselor may send, without those that carry macros; old Office files look the same as installers. */
const documentTypes: ReadonlySet<string> = new Set([
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
]);
/** A script is plain text too: what opens a file is its name. */
const textName = /\.(?:txt|csv|tsv|md|log)$/i;

/** Whether a counselor may send a file of this type under this name. */
export function maySend(mimeType: string, fileName: string): boolean {
  if (mimeType === 'text/plain') return textName.test(fileName);
  return isInline(mimeType) || documentTypes.has(mimeType);
}

/** What a file of this type is to a person. */
export function kindOf(mimeType: string): MediaKind {
  const [family] = mimeType.split('/');
  if (!isInline(mimeType)) return 'file';
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'file';
}

/** What a message claimed, unless its content is something else: then it is only a file. */
export function kindAsClaimed(claimed: MediaKind, mimeType: string): MediaKind {
  const found = kindOf(mimeType);
  if (claimed === found || claimed === 'file') return claimed;
  // Recordings come in the containers of films, and the other way round.
  return claimed !== 'image' && found !== 'image' && found !== 'file' ? claimed : 'file';
}
