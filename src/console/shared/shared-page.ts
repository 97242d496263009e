import { createHash } from 'node:crypto';
import { describeInstant } from '../../config/japanese-time.js';
import { type MediaKind } from '../../contract/message.js';
import { isInline } from '../../media/content-type.js';
import { type SharedMedia } from '../../media/media.access.js';

const style = `
:root { color-scheme: light dark; --paper: #faf7f2; --card: #ffffff; --ink: #33302b; --soft: #6b655c; --lamp: #8a5a12; --on-lamp: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1d1b18; --card: #282521; --ink: #ece7de; --soft: #b3aca0; --lamp: #e8b765; --on-lamp: #241a08; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 24px 16px;
  background: var(--paper); color: var(--ink); line-height: 1.8;
  font-family: "Hiragino Sans", "Hiragino Kaku Gothic ProN", "Noto Sans JP", "Yu Gothic UI", sans-serif; }
main { width: 100%; max-width: 26rem; padding: 32px 24px; border-radius: 16px; background: var(--card); text-align: center; }
h1 { margin: 0 0 4px; font-size: 1.15rem; font-weight: 600; line-height: 1.6; }
p { margin: 0; overflow-wrap: anywhere; }
.soft { color: var(--soft); font-size: .9rem; }
.what { margin: 24px 0; }
a { display: block; padding: 14px 16px; border-radius: 12px; background: var(--lamp); color: var(--on-lamp);
  font-weight: 600; text-decoration: none; }
a:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
.until { margin-top: 20px; }
`;

/** The page has one style and nothing else: no script, no picture, nothing from elsewhere. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const kindWords: Readonly<Record<MediaKind, string>> = {
  image: '画像',
  video: '動画',
  audio: '音声',
  file: 'ファイル',
};

/** What a caller sees first: who sent it, what it is, how large it is, until when. The file's name stays inside. */
export function sharedPage(media: SharedMedia, contentPath: string): string {
  const kind = kindWords[media.kind];
  const touch = isInline(media.mimeType) ? `${kind}を開く` : `${kind}を保存する`;
  return page(
    `${kind}が届いています`,
    `<p class="soft">${escape(media.accountName)}</p>
<h1>${kind}が届いています</h1>
<p class="what soft">${kind}・${describeSize(media.bytes)}</p>
<a href="${escape(contentPath)}" rel="noreferrer">${touch}</a>
<p class="soft until">${escape(describeInstant(media.expiresAt))}まで開けます</p>`,
  );
}

const notices = {
  expired: [
    'このリンクの期限が過ぎました',
    'もう一度ご覧になりたいときは、トークでお知らせください。お送りし直します。',
  ],
  unknown: [
    'このリンクは開けませんでした',
    'お手数ですが、トークに届いたリンクをもう一度開いてみてください。',
  ],
} as const;

/** Why there is nothing to see, and what to do. */
export function noticePage(why: keyof typeof notices): string {
  const [title, advice] = notices[why];
  return page(title, `<h1>${title}</h1>\n<p class="what soft">${advice}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** A size as people say it. */
function describeSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const rounded = unit === 0 || value >= 10 ? Math.round(value) : Math.round(value * 10) / 10;
  return `${rounded} ${units[unit] ?? 'B'}`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
