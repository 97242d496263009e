import type { Talk } from './api.js';
import { stringOf } from './preview.js';
import type { Texts } from './texts.js';

/** A LINE action object: what a button, a quick reply or a tap on a card does. */
export interface LineAction {
  readonly type: string;
  readonly label?: string;
  readonly [property: string]: unknown;
}

export function actionsOf(value: unknown): LineAction[] {
  return Array.isArray(value) ? value.filter(isAction) : [];
}

export function isAction(value: unknown): value is LineAction {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Needs a date or time from the caller before it can be sent. */
export function needsDate(action: LineAction): boolean {
  return action.type === 'datetimepicker';
}

export function sampleLocation(texts: Texts): { type: string } & Record<string, unknown> {
  return {
    type: 'location',
    title: texts('sampleTitle'),
    address: texts('sampleAddress'),
    latitude: 35.681236,
    longitude: 139.767125,
  };
}

export async function perform(action: LineAction, talk: Talk, texts: Texts): Promise<void> {
  const words = stringOf(action['text']) || stringOf(action['displayText']);
  switch (action.type) {
    case 'message':
      await talk.send({ type: 'text', text: stringOf(action['text']) });
      return;
    case 'postback':
      await talk.postback(stringOf(action['data']), words === '' ? {} : { displayText: words });
      return;
    case 'uri':
      window.open(stringOf(action['uri']), '_blank', 'noopener');
      return;
    case 'clipboard':
      await navigator.clipboard.writeText(stringOf(action['clipboardText']));
      return;
    case 'location':
      await talk.send(sampleLocation(texts));
      return;
    default:
  }
}
