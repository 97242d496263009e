/** What the caller's phone and the stand-in say to each other. Types only: the page imports this file. */

export type Friendship = 'none' | 'friend' | 'blocked';

/** A message object as it travels on the wire, in either direction. */
export interface WireMessage {
  readonly type: string;
  readonly [property: string]: unknown;
}

export interface TalkItem {
  readonly id: string;
  readonly at: number;
  readonly from: 'caller' | 'account';
  readonly message: WireMessage;
  readonly senderName?: string;
  readonly readAt?: number;
  readonly unsent?: boolean;
  /** Shown in the talk only, e.g. a postback's display text: the platform sends no message event for it. */
  readonly local?: boolean;
}

export interface PhoneAccount {
  readonly id: string;
  readonly displayName: string;
  readonly basicId: string;
  readonly description: string;
  readonly friendship: Friendship;
  /** LINE's id of the account's default rich menu; null where it has none. The stand-in has no pictures of menus. */
  readonly richMenuId: string | null;
  readonly items: readonly TalkItem[];
  /** How much longer the loading animation is shown; counted down by the page, whose clock may differ. */
  readonly loadingMs: number;
}

export interface PhoneUser {
  readonly userId: string;
  readonly displayName: string;
  readonly language: string;
}

export interface PhoneSnapshot {
  readonly user: PhoneUser;
  readonly accounts: readonly PhoneAccount[];
}

export type PhoneEvent =
  | { readonly type: 'item'; readonly account: string; readonly item: TalkItem }
  | { readonly type: 'friendship'; readonly account: string; readonly friendship: Friendship }
  | { readonly type: 'rich-menu'; readonly account: string; readonly richMenuId: string }
  | { readonly type: 'loading'; readonly account: string; readonly forMs: number }
  | { readonly type: 'reset' };
