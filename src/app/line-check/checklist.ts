import { type BilingualText } from '../../contract/error.js';
import { screens } from './finding.js';

/** A setting that LINE's API can't tell: a person looks at it, and says so. */
export interface ManualItem {
  readonly id: string;
  readonly what: BilingualText;
  /** Where in LINE's own screens it is changed. */
  readonly where: BilingualText;
}

export const manualItems: readonly ManualItem[] = [
  {
    id: 'greeting',
    what: {
      ja: '「あいさつメッセージ」がオフ（オンだと、こちらのあいさつと二重に届きます）',
      en: '“Greeting message” is off (otherwise it arrives beside ours)',
    },
    where: screens.response,
  },
  {
    id: 'auto-reply',
    what: { ja: '「応答メッセージ」がオフ', en: '“Auto-reply messages” is off' },
    where: screens.response,
  },
  {
    id: 'redelivery',
    what: {
      ja: '「Webhookの再送」がオン（こちらが止まっていた間の言葉を、LINE がもう一度届けます）',
      en: '“Webhook redelivery” is on (LINE sends again what we could not take)',
    },
    where: screens.messagingApi,
  },
  {
    id: 'groups',
    what: { ja: '「グループトークへの参加」がオフ', en: 'Joining group chats is off' },
    where: screens.account,
  },
  {
    id: 'error-statistics',
    what: { ja: '「エラーの統計情報」がオン', en: '“Error statistics aggregation” is on' },
    where: screens.messagingApi,
  },
];
