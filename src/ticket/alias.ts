import { createHash } from 'node:crypto';

/** Plants and sky: gentle, easy to read aloud, and nobody's name. */
const words = [
  'あおぞら',
  'あさがお',
  'あじさい',
  'いちょう',
  'うみかぜ',
  'おぼろ',
  'かえで',
  'かすみ',
  'きんもくせい',
  'くちなし',
  'こすもす',
  'こもれび',
  'さくら',
  'さざなみ',
  'しらゆき',
  'すいせん',
  'すずらん',
  'せせらぎ',
  'そよかぜ',
  'たんぽぽ',
  'つきかげ',
  'つばき',
  'なのはな',
  'にじ',
  'はぎ',
  'はなみずき',
  'ひいらぎ',
  'ひだまり',
  'ひなぎく',
  'ふじ',
  'ほしぞら',
  'まつば',
  'みずうみ',
  'もみじ',
  'やまぶき',
  'ゆうぐれ',
  'ゆきわり',
  'よもぎ',
  'りんどう',
  'わかば',
] as const;

/** An alias made from the caller's id: the same caller always has the same one. It tells nothing about them. */
export function newAlias(callerId: string): string {
  const digest = createHash('sha256').update(callerId).digest();
  const word = words[digest.readUInt16BE(0) % words.length] ?? words[0];
  const number = (digest.readUInt16BE(2) % 900) + 100;
  return `${word}-${number}`;
}
