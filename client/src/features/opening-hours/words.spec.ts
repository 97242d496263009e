import { beforeAll, describe, expect, test } from '@jest/globals';
import i18next from 'i18next';
import { type OpeningRule } from '../../shared/contract.js';
import { en } from '../../shared/i18n/en.js';
import { ja } from '../../shared/i18n/ja.js';
import { rangeWords, ruleWords, type Speech, stretchDetails } from './words.js';

const speeches = {} as Record<'ja' | 'en', Speech>;
beforeAll(async () => {
  await i18next.init({
    resources: { ja: { translation: ja }, en: { translation: en } },
    lng: 'ja',
    interpolation: { escapeValue: false },
  });
  for (const language of ['ja', 'en'] as const)
    speeches[language] = { t: i18next.getFixedT(language), language };
});

const rules: [OpeningRule, string, string][] = [
  [
    { kind: 'emergency', state: 'closed', reason: '停電', since: '2026-11-25T11:00:00Z', until: null },
    '手動で休止しています（理由：停電）',
    'closed by hand (reason: 停電)',
  ],
  [
    { kind: 'emergency', state: 'open', reason: '応援', since: '2026-11-25T11:00:00Z', until: null },
    '手動で受け付けています（理由：応援）',
    'opened by hand (reason: 応援)',
  ],
  [
    { kind: 'continuous', name: null, from: '2026-05-02T10:00', to: '2026-05-06T22:00' },
    '5/2 10:00 から 5/6 22:00 までの連続受付',
    'continuous opening from 2 May, 10:00 to 6 May, 22:00',
  ],
  [
    { kind: 'date', name: '避難訓練' },
    'この日だけの設定「避難訓練」',
    'a rule for this day only, “避難訓練”',
  ],
  [
    { kind: 'period', name: '強化週間', from: '2026-08-27', to: '2026-09-02' },
    '特別期間「強化週間」（8/27 から 9/2 まで）',
    'special period “強化週間” from 27 Aug to 2 Sept',
  ],
  [
    { kind: 'yearly-closing', from: '12-29', to: '01-03' },
    '毎年の休み（12/29 から 1/3 まで）',
    'closed each year from 29 Dec to 3 Jan',
  ],
  [{ kind: 'monthly', day: 10 }, '毎月 10 日の設定', 'the rule for day 10 of each month'],
  [{ kind: 'monthly', day: 'last' }, '毎月末日の設定', 'the rule for the last day of each month'],
  [
    { kind: 'holiday', name: { ja: '元日', en: "New Year's Day" } },
    '祝日の設定（元日）',
    "the rule for public holidays (New Year's Day)",
  ],
  [
    { kind: 'staffing', minimum: 2 },
    '相談員が 2 人そろうのを待っています',
    'waiting until 2 counselors are there',
  ],
  [{ kind: 'weekly', day: 'wed' }, '毎週水曜日の設定', 'the weekly rule for Wednesday'],
  [{ kind: 'weekly', day: 'sun' }, '毎週日曜日の設定', 'the weekly rule for Sunday'],
  [{ kind: 'fault', fault: 'broken' }, '受付時間の設定を読み取れません', 'the opening hours can’t be read'],
];

describe('the rule that decided', () => {
  test.each(rules)('%j is told in words', (rule, inJapanese, inEnglish) => {
    expect(ruleWords(rule, speeches.ja)).toBe(inJapanese);
    expect(ruleWords(rule, speeches.en)).toBe(inEnglish);
  });
});

describe('a stretch of opening', () => {
  const night = { from: 1035, to: 1950, lastAcceptance: 1920, lines: 3 };
  test('over midnight names the next day', () => {
    expect(rangeWords(night, speeches.ja)).toBe('17:15–翌8:30');
    expect(rangeWords(night, speeches.en)).toBe('17:15–8:30 next day');
    expect(rangeWords({ from: 0, to: 1440 }, speeches.ja)).toBe('終日');
    expect(rangeWords({ from: 360, to: 1440 }, speeches.ja)).toBe('6:00–24:00');
  });

  test('says what else holds', () => {
    const stretch = { ...night, kind: 'open', fromBefore: false, goesOn: false } as const;
    expect(stretchDetails(stretch, speeches.ja)).toEqual(['新規受付は 翌8:00 まで', '3 回線']);
    expect(stretchDetails({ ...stretch, fromBefore: true, lines: 1 }, speeches.en)).toEqual([
      'from the day before',
      'new callers until 8:00 next day',
      '1 line',
    ]);
  });
});
