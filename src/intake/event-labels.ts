import { z } from 'zod';
import { type LabelledKind } from '../contract/message.js';
import { type LineEvent } from '../line/webhook-body.js';

/** What a row says about an event in which nobody said anything. */
export interface EventLabel {
  readonly label: LabelledKind;
  readonly detail: string | null;
}

const text = z.string().optional().catch(undefined);
const postbackEvent = z.looseObject({
  postback: z.looseObject({
    data: text,
    label: text,
    displayText: text,
    params: z.record(z.string(), z.unknown()).optional().catch(undefined),
  }),
});
const videoEvent = z.looseObject({ videoPlayComplete: z.looseObject({ trackingId: z.string() }) });
const beaconEvent = z.looseObject({ beacon: z.looseObject({ type: z.string() }) });
const linkEvent = z.looseObject({ link: z.looseObject({ result: z.string() }) });
const membershipEvent = z.looseObject({ membership: z.looseObject({ type: z.string() }) });

/** Events about the caller's relation to us, and the one word that LINE says about each. */
const silent: Readonly<
  Record<string, { readonly label: LabelledKind; readonly word: (event: LineEvent) => string | undefined }>
> = {
  accountLink: { label: 'account-link', word: (event) => linkEvent.safeParse(event).data?.link.result },
  videoPlayComplete: {
    label: 'video-play-complete',
    word: (event) => videoEvent.safeParse(event).data?.videoPlayComplete.trackingId,
  },
  beacon: { label: 'beacon', word: (event) => beaconEvent.safeParse(event).data?.beacon.type },
  membership: {
    label: 'membership',
    word: (event) => membershipEvent.safeParse(event).data?.membership.type,
  },
};

/** How an event is shown in which nobody says anything; undefined for others. */
export function silentLabel(event: LineEvent): EventLabel | undefined {
  const kind = Object.hasOwn(silent, event.type) ? silent[event.type] : undefined;
  return kind && { label: kind.label, detail: kind.word(event) ?? null };
}

/** What a button means to whoever made it. */
export function postbackData(event: LineEvent): string {
  return postbackEvent.safeParse(event).data?.postback.data ?? '';
}

/**
 * What somebody chose on a button or menu: what it said where LINE tells, else the data behind it; with the date, time
 * or menu that was picked.
 * https://developers.line.biz/en/reference/messaging-api/#postback-event
 */
export function postbackLabel(event: LineEvent): EventLabel {
  const { data, label, displayText, params } = postbackEvent.safeParse(event).data?.postback ?? {};
  const said = displayText ?? label ?? data ?? '';
  const picked = Object.values(params ?? {})
    .filter((value) => typeof value === 'string')
    .map((value) => value.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)$/, '$1 $2'))
    .join(' ');
  const detail = [said, picked].filter((part) => part !== '').join(' · ');
  return { label: 'postback', detail: detail === '' ? null : detail };
}
