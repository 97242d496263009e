/** One bubble as it is sent, by the transport's neutral name. */
export type SentBubble =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** The transport's token of the message that is quoted. */
      readonly quoteToken?: string;
    }
  | {
      readonly kind: 'location';
      readonly title: string;
      readonly address: string;
      readonly latitude: number;
      readonly longitude: number;
    };

/** A quick reply: words that the caller says by it, or what a choice means to us. */
export type SentQuickReply = string | { readonly label: string; readonly data: string };

/** What a delivery sends, frozen when it was made: every attempt sends the same. */
export interface DeliveryRequest {
  readonly bubbles: readonly SentBubble[];
  /** Below the last bubble. */
  readonly quickReplies?: readonly SentQuickReply[];
  /** Instead of the account's own name. */
  readonly senderName?: string;
  /** By which it may be sent for free while the token is fresh. */
  readonly replyToken?: string;
}

/**
 * How long after its webhook came a reply token counts as fresh, in milliseconds: LINE keeps it for about a minute, and
 * says not to rely on that. https://developers.line.biz/en/reference/messaging-api/#send-reply-message
 */
export const REPLY_TOKEN_FRESH_MS = 30_000;

/** A token by which one automatic text may be sent for free, and the real time until which it counts as fresh. */
export interface ReplyToken {
  readonly token: string;
  readonly until: Date;
}

/** The transport's tokens of a message, sealed beside it. */
export interface MessageTokens {
  readonly quote?: string;
  readonly read?: string;
  readonly reply?: string;
}
