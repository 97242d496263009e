import { type BilingualText } from '../../contract/error.js';

/** `note` is neither right nor wrong; `unknown` means that LINE gave no answer to this question. */
export type FindingState = 'ok' | 'wrong' | 'note' | 'unknown';

/** One thing that LINE told about an account. Texts hold settings and figures, never a secret. */
export interface Finding {
  readonly id: string;
  readonly state: FindingState;
  readonly what: BilingualText;
  /** What to change and where, when something is wrong. */
  readonly todo?: BilingualText;
}

export function ok(id: string, ja: string, en: string): Finding {
  return { id, state: 'ok', what: { ja, en } };
}

export function note(id: string, ja: string, en: string): Finding {
  return { id, state: 'note', what: { ja, en } };
}

export function wrong(id: string, what: BilingualText, todo: BilingualText): Finding {
  return { id, state: 'wrong', what, todo };
}

/** LINE's screens, as both languages name them. */
export const screens = {
  basic: {
    ja: 'LINE Developers > チャネル > チャネル基本設定',
    en: 'LINE Developers > channel > Basic settings',
  },
  messagingApi: {
    ja: 'LINE Developers > チャネル > Messaging API設定',
    en: 'LINE Developers > channel > Messaging API',
  },
  response: {
    ja: 'LINE Official Account Manager > 設定 > 応答設定',
    en: 'LINE Official Account Manager > Settings > Response settings',
  },
  account: {
    ja: 'LINE Official Account Manager > 設定 > アカウント設定',
    en: 'LINE Official Account Manager > Settings > Account settings',
  },
  plan: {
    ja: 'LINE Official Account Manager > 設定 > 利用と請求',
    en: 'LINE Official Account Manager > Settings > Billing',
  },
} as const satisfies Record<string, BilingualText>;
