export interface Sticker {
  readonly packageId: string;
  readonly stickerId: string;
  readonly emoji: string;
  readonly label: string;
  readonly keywords: readonly string[];
  readonly tint: string;
}

const packageId = '90001';

/** A small set of our own; ids far from any that are sold. */
export const stickers: readonly Sticker[] = (
  [
    ['9000101', '😢', 'つらい', ['つらい', '悲しい', '泣く'], '#dbe9f7'],
    ['9000102', '🙏', 'ありがとう', ['感謝', 'ありがとう'], '#fdeccb'],
    ['9000103', '🌙', 'こんばんは', ['あいさつ', '夜'], '#e2e0f6'],
    ['9000104', '👂', '聞いて', ['話したい', '聞いて'], '#fbe0e4'],
    ['9000105', '🙂', 'うん', ['はい', '了解'], '#e0f2df'],
    ['9000106', '🙇', 'ごめんね', ['謝る', 'ごめん'], '#f3e8dc'],
    ['9000107', '😴', 'ねむい', ['眠い', '疲れた'], '#e2e0f6'],
    ['9000108', '🍵', 'ひと息', ['お茶', '休憩'], '#e0f2df'],
  ] as const
).map(([stickerId, emoji, label, keywords, tint]) => ({
  packageId,
  stickerId,
  emoji,
  label,
  keywords,
  tint,
}));

export function findSticker(stickerId: unknown): Sticker | undefined {
  return stickers.find((sticker) => sticker.stickerId === stickerId);
}
