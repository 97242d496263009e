import { type Command } from '../../shared/commands/command-store.js';

/** Katakana as hiragana, wide signs as narrow ones, no capitals: written differently, it is the same word. */
function plain(words: string): string {
  return words
    .normalize('NFKC')
    .toLocaleLowerCase('ja')
    .replaceAll(/[ァ-ヶ]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0x60));
}

/** A conversion under way leaves the beginning of the next sign behind its kana: へんs. */
const unfinished = /(?<=[\p{Script=Hiragana}\p{Script=Han}ー])[a-z]{1,3}$/u;

/** 0 is best; undefined where a part of what is looked for is nowhere. */
function rankOf({ name, detail = '', words = '' }: Command, parts: readonly string[]): number | undefined {
  const title = plain(name);
  const everything = plain(`${name} ${detail} ${words}`);
  const wordsOfIt = everything.split(/[\s・、。：:（）()]+/u);
  let rank = 0;
  for (const part of parts) {
    if (title.startsWith(part)) continue;
    if (wordsOfIt.some((word) => word.startsWith(part))) rank += 1;
    else if (everything.includes(part)) rank += 2;
    else return undefined;
  }
  return rank;
}

/** What fits every word that was typed, the best first; among equals the order stays. */
export function findCommands(commands: readonly Command[], typed: string): Command[] {
  const wanted = plain(typed).trim();
  const parts = wanted.replace(unfinished, '').split(/\s+/).filter(Boolean);
  if (parts.length === 0) return [...commands];
  return commands
    .flatMap((command) => {
      const rank = rankOf(command, parts);
      return rank === undefined ? [] : [{ command, rank }];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ command }) => command);
}
