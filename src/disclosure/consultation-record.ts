import { Temporal } from 'temporal-polyfill';
import { type MessageContent, type MessageView } from '../contract/message.js';
import { type TicketState } from '../contract/ticket.js';

/** The consultation itself, as the ledger's file names it. */
export interface ConsultationHead {
  readonly accountId: string;
  readonly accountName: string;
  readonly number: number;
  readonly alias: string;
  readonly state: TicketState;
  readonly openedAt: Date;
  readonly takenAt: Date | null;
  readonly closedAt: Date | null;
}

export type Speaker = 'caller' | 'counselor' | 'automatic' | 'note';

/** One message as it is given away. Nobody of the staff is named: they are numbered, in the order in which they speak. */
export interface RecordedMessage {
  readonly id: string;
  readonly at: string;
  readonly speaker: Speaker;
  /** Which of the staff, counted from 1. */
  readonly person: number | null;
  readonly content: MessageContent;
  /** The file of this archive; null where there is none. */
  readonly file: string | null;
  readonly fileState: NonNullable<MessageView['media']>['state'] | null;
  readonly takenBackAt: string | null;
  readonly quotes: string | null;
  readonly arrivedLate: boolean;
  /** What LINE said of it. */
  readonly delivery: {
    readonly state: NonNullable<MessageView['delivery']>['state'];
    readonly acceptedAt: string | null;
    readonly attempts: number;
    readonly reason: string | null;
    readonly mayHaveArrived: boolean;
    readonly answer: { readonly status: number; readonly message: string } | null;
  } | null;
}

export interface ConsultationRecord {
  readonly format: 'tomoshibi-consultation-1';
  readonly madeAt: string;
  readonly account: { readonly id: string; readonly name: string };
  readonly consultation: {
    readonly number: number;
    readonly caller: string;
    readonly state: TicketState;
    readonly openedAt: string;
    readonly takenAt: string | null;
    readonly closedAt: string | null;
  };
  readonly withNotes: boolean;
  readonly messages: readonly RecordedMessage[];
}

/** An instant in Japan, with its offset. */
export function inJapan(instant: Date | string): string {
  return Temporal.Instant.from(typeof instant === 'string' ? instant : instant.toISOString())
    .toZonedDateTimeISO('Asia/Tokyo')
    .toString({ timeZoneName: 'never', smallestUnit: 'millisecond' });
}

const orNull = (instant: Date | string | null): string | null => (instant === null ? null : inJapan(instant));

/** @param fileOf the name of a media's file, by its id */
export function consultationRecord(
  head: ConsultationHead,
  messages: readonly MessageView[],
  { madeAt, withNotes }: { readonly madeAt: Date; readonly withNotes: boolean },
  fileOf: ReadonlyMap<string, string>,
): ConsultationRecord {
  const people = new Map<string, number>();
  const numberOf = (staffId: string): number => {
    const known = people.get(staffId) ?? people.size + 1;
    people.set(staffId, known);
    return known;
  };
  return {
    format: 'tomoshibi-consultation-1',
    madeAt: inJapan(madeAt),
    account: { id: head.accountId, name: head.accountName },
    consultation: {
      number: head.number,
      caller: head.alias,
      state: head.state,
      openedAt: inJapan(head.openedAt),
      takenAt: orNull(head.takenAt),
      closedAt: orNull(head.closedAt),
    },
    withNotes,
    messages: messages.map((message): RecordedMessage => {
      const { id, occurredAt, author, content, media, withdrawn, quote, late, delivery } = message;
      return {
        id,
        at: inJapan(occurredAt),
        speaker: speakerOf(message),
        person: author === null ? null : numberOf(author.id),
        content,
        file: media === null ? null : (fileOf.get(media.id) ?? null),
        fileState: media?.state ?? null,
        takenBackAt: orNull(withdrawn?.at ?? null),
        quotes: quote?.messageId ?? null,
        arrivedLate: late,
        delivery:
          delivery === null
            ? null
            : {
                state: delivery.state,
                acceptedAt: orNull(delivery.acceptedAt),
                attempts: delivery.attempts,
                reason: delivery.reason,
                mayHaveArrived: delivery.mayHaveArrived,
                answer: delivery.answer,
              },
      };
    }),
  };
}

function speakerOf({ direction }: MessageView): Speaker {
  if (direction === 'inbound') return 'caller';
  if (direction === 'outbound') return 'counselor';
  return direction === 'automatic' ? 'automatic' : 'note';
}
