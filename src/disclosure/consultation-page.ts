import { type MessageContent } from '../contract/message.js';
import { type ConsultationRecord, type RecordedMessage } from './consultation-record.js';

const speakers = {
  caller: '相談者',
  counselor: '相談員',
  automatic: '自動メッセージ',
  note: 'メモ',
} as const;
const states = { waiting: '待ち列', active: '対応中', 'follow-up': '要フォロー', closed: '終了' } as const;
const deliveries = {
  waiting: '送信を待っています',
  accepted: 'LINE が受け付けました',
  failed: 'LINE に届きませんでした',
  unreachable: '相談者がアカウントをブロックしていたため、届きませんでした',
} as const;
const files = {
  waiting: '取得中でした',
  stored: '添付ファイルはありません',
  gone: 'LINE に残っていませんでした',
  refused: '受け付けられない形式でした',
  infected: '問題が見つかったため破棄しました',
  failed: '取得できませんでした',
} as const;
const kinds = { image: '画像', video: '動画', audio: '音声', file: 'ファイル' } as const;

const style = `body{font:16px/1.8 sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#222}
h1{font-size:1.4em}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1.2em}dt{color:#555}dd{margin:0}
ol{list-style:none;padding:0}li{border-top:1px solid #ccc;padding:.7em 0}.who{color:#555;font-size:.85em}
.what{white-space:pre-wrap;overflow-wrap:anywhere}.note{background:#fbf3df;padding-inline:.8em}
.more{color:#555;font-size:.85em}`;

/** The record for reading: one page that needs nothing else, runs nothing and asks nobody for anything. */
export function* consultationPage(record: ConsultationRecord): Generator<Buffer, void, void> {
  const { account, consultation, madeAt, messages, withNotes } = record;
  const facts: readonly (readonly [string, string])[] = [
    ['公式アカウント', account.name],
    ['相談の番号', `No. ${consultation.number}`],
    ['相談者の呼び名', consultation.caller],
    ['状態', states[consultation.state]],
    ['最初のメッセージ', consultation.openedAt],
    ['担当の開始', consultation.takenAt ?? 'なし'],
    ['終了', consultation.closedAt ?? 'なし'],
    ['メモ', withNotes ? '含む' : '含まない'],
    ['作成', madeAt],
  ];
  yield bytes(`<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>相談の記録 No. ${consultation.number}</title><style>${style}</style></head><body>
<h1>相談の記録</h1>
<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${escape(value)}</dd>`).join('')}</dl>
<p class="more">時刻は日本時間です。職員の名前は記さず、番号で区別しています。</p>
<ol>`);
  for (const message of messages) yield bytes(item(message));
  yield bytes('</ol></body></html>\n');
}

function item(message: RecordedMessage): string {
  const { speaker, person, at, file, quotes } = message;
  const who = `${speakers[speaker]}${person === null ? '' : ` ${person}`}`;
  const about = remarks(message).map((remark) => `<div class="more">${escape(remark)}</div>`);
  return `<li id="${message.id}"${speaker === 'note' ? ' class="note"' : ''}>
<div class="who">${who} ・ <time datetime="${at}">${at}</time></div>
${quotes === null ? '' : `<div class="more"><a href="#${quotes}">引用したメッセージ</a></div>`}
<div class="what">${escape(wordsOf(message.content))}</div>
${file === null ? '' : `<div><a href="${encodeURI(file)}">${escape(file)}</a></div>`}${about.join('')}</li>
`;
}

function wordsOf(content: MessageContent): string {
  switch (content.kind) {
    case 'text':
      return content.text;
    case 'sticker':
      return `［スタンプ］${content.text ?? content.keywords.join('、')}`;
    case 'media':
      return `［${kinds[content.media]}］${content.fileName ?? ''}`;
    case 'location':
      return `［位置情報］${[content.title, content.address].filter(Boolean).join(' ')}（${content.latitude}, ${content.longitude}）`;
    case 'labelled':
      return `［${content.label}］${content.detail ?? ''}`;
  }
}

function remarks({ delivery, takenBackAt, arrivedLate, file, fileState }: RecordedMessage): string[] {
  const lines: string[] = [];
  if (file === null && fileState !== null) lines.push(files[fileState]);
  if (takenBackAt !== null) lines.push(`相談者が送信を取り消しました（${takenBackAt}）`);
  if (arrivedLate) lines.push('送信より遅れて届きました');
  if (delivery === null) return lines;
  const { state, acceptedAt, reason, mayHaveArrived, answer } = delivery;
  lines.push(`${deliveries[state]}${acceptedAt === null ? '' : `（${acceptedAt}）`}`);
  if (reason !== null) lines.push(`理由：${reason}`);
  if (answer !== null) lines.push(`LINE の応答：${answer.status} ${answer.message}`);
  if (mayHaveArrived) lines.push('届いている可能性があります');
  return lines;
}

function escape(text: string): string {
  const marks: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}
