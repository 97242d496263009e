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

/** What a delivery sends, frozen when it was made: every attempt sends the same. */
export interface DeliveryRequest {
  readonly bubbles: readonly SentBubble[];
  /** Below the last bubble. */
  readonly quickReplies?: readonly string[];
  /** Instead of the account's own name. */
  readonly senderName?: string;
  /** By which it may be sent for free while the token is fresh. */
  readonly replyToken?: string;
}

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
