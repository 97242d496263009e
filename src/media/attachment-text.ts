import { describeInstant } from '../config/japanese-time.js';
import { type MediaKind } from '../contract/message.js';

const kindWords: Readonly<Record<MediaKind, string>> = {
  image: '画像',
  video: '動画',
  audio: '音声',
  file: 'ファイル',
};

/** What brings a link where an account has no text of its own for it. */
export const DEFAULT_ATTACHMENT_TEXT = `{kind}をお送りします。
お時間のあるときに、こちらから開いてください。
{link}

{until}までご覧いただけます。`;

/** The text that brings a link to a caller: the account's own, or one that fits every account. */
export function attachmentText(
  template: string | undefined,
  kind: MediaKind,
  link: string,
  until: Date,
): string {
  const values: Readonly<Record<string, string>> = {
    kind: kindWords[kind],
    link,
    until: describeInstant(until),
  };
  return (template ?? DEFAULT_ATTACHMENT_TEXT).replace(
    /\{(\w+)\}/g,
    (whole, name: string) => values[name] ?? whole,
  );
}
