export interface Sticker {
  readonly packageId: string;
  readonly stickerId: string;
  readonly mood: Mood;
  readonly label: string;
  readonly keywords: readonly string[];
}

export type Mood = 'sad' | 'thanks' | 'evening' | 'listen' | 'yes' | 'sorry' | 'sleepy' | 'tea';

const packageId = '90001';

/** A small set of our own: a little flame. The ids are far from any that are sold. */
export const stickers: readonly Sticker[] = (
  [
    ['9000101', 'sad', 'つらい', ['つらい', '悲しい', '泣く']],
    ['9000102', 'thanks', 'ありがとう', ['感謝', 'ありがとう']],
    ['9000103', 'evening', 'こんばんは', ['あいさつ', '夜']],
    ['9000104', 'listen', '聞いて', ['話したい', '聞いて']],
    ['9000105', 'yes', 'うん', ['はい', '了解']],
    ['9000106', 'sorry', 'ごめんね', ['謝る', 'ごめん']],
    ['9000107', 'sleepy', 'ねむい', ['眠い', '疲れた']],
    ['9000108', 'tea', 'ひと息', ['お茶', '休憩']],
  ] as const
).map(([stickerId, mood, label, keywords]) => ({ packageId, stickerId, mood, label, keywords }));

export function findSticker(stickerId: unknown): Sticker | undefined {
  return stickers.find((sticker) => sticker.stickerId === stickerId);
}
