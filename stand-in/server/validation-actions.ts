import { z } from 'zod';

const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** Labels and texts of actions and templates are counted as people see them, not in UTF-16 units. */
export function graphemes(text: string): number {
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}

export const missing = 'Must be specified';
export const empty = 'May not be empty';

/** @see https://developers.line.biz/en/docs/messaging-api/text-character-count/ */
export function seen(maximum: number) {
  return z
    .string({ error: missing })
    .min(1, empty)
    .refine((text) => graphemes(text) <= maximum, `Length must be between 1 and ${maximum}`);
}

/** Counted in UTF-16 units. Not zod's own `max`, which counts code points and would let 10,000 units pass as 5,000. */
export function units(maximum: number) {
  return z
    .string({ error: missing })
    .min(1, empty)
    .refine((text) => text.length <= maximum, `Length must be between 0 and ${maximum}`);
}

const label = seen(20);
const withLabel = { label };

/** @see https://developers.line.biz/en/reference/messaging-api/#action-objects */
function actionSchema(labels: { label: z.ZodType }) {
  return z.discriminatedUnion(
    'type',
    [
      z.object({ type: z.literal('message'), ...labels, text: seen(300) }),
      z.object({
        type: z.literal('postback'),
        ...labels,
        data: units(300),
        displayText: seen(300).optional(),
        text: seen(300).optional(),
        fillInText: seen(300).optional(),
      }),
      z.object({ type: z.literal('uri'), ...labels, uri: units(1_000) }),
      z.object({
        type: z.literal('datetimepicker'),
        ...labels,
        data: units(300),
        mode: z.enum(['date', 'time', 'datetime'], { error: 'Must be one of [date, time, datetime]' }),
      }),
      z.object({ type: z.literal('clipboard'), ...labels, clipboardText: units(1_000) }),
      z.object({ type: z.literal('camera'), ...labels }),
      z.object({ type: z.literal('cameraRoll'), ...labels }),
      z.object({ type: z.literal('location'), ...labels }),
      z.object({ type: z.literal('richmenuswitch'), data: units(300), richMenuAliasId: units(32) }),
    ],
    { error: 'Must be a known action type' },
  );
}

export const action = actionSchema(withLabel);
/** Where the picture itself is tapped, no label is needed. */
export const actionWithoutLabel = actionSchema({ label: label.optional() });

/** @see https://developers.line.biz/en/reference/messaging-api/#quick-reply */
export const quickReply = z.object({
  items: z
    .array(z.object({ type: z.literal('action').optional(), imageUrl: units(2_000).optional(), action }), {
      error: missing,
    })
    .max(13, 'Size must be between 1 and 13')
    .min(1, 'Size must be between 1 and 13'),
});

/** @see https://developers.line.biz/en/reference/messaging-api/#icon-nickname-switch */
export const sender = z.object({
  name: units(20)
    .refine(
      (name) => !/(^|[^a-z])line([^a-z]|$)/i.test(name),
      'The word LINE may not be used in a sender name',
    )
    .optional(),
  iconUrl: units(2_000).optional(),
});

const actions = (minimum: number, maximum: number) =>
  z
    .array(action, { error: missing })
    .min(minimum, `Size must be between ${minimum} and ${maximum}`)
    .max(maximum, `Size must be between ${minimum} and ${maximum}`);

const buttons = z
  .object({
    type: z.literal('buttons'),
    thumbnailImageUrl: units(2_000).optional(),
    title: seen(40).optional(),
    text: seen(160),
    defaultAction: actionWithoutLabel.optional(),
    actions: actions(1, 4),
  })
  .refine(
    (template) =>
      (template.title === undefined && template.thumbnailImageUrl === undefined) ||
      graphemes(template.text) <= 60,
    { message: 'Length must be between 1 and 60', path: ['text'] },
  );

/** @see https://developers.line.biz/en/reference/messaging-api/#template-messages */
export const template = z.discriminatedUnion(
  'type',
  [
    buttons,
    z.object({ type: z.literal('confirm'), text: seen(240), actions: actions(2, 2) }),
    z.object({
      type: z.literal('carousel'),
      columns: z
        .array(z.object({ title: seen(40).optional(), text: seen(120), actions: actions(1, 3) }))
        .min(1, 'Size must be between 1 and 10')
        .max(10, 'Size must be between 1 and 10'),
    }),
    z.object({
      type: z.literal('image_carousel'),
      columns: z
        .array(z.object({ imageUrl: units(2_000), action: actionWithoutLabel }))
        .min(1, 'Size must be between 1 and 10')
        .max(10, 'Size must be between 1 and 10'),
    }),
  ],
  { error: 'Must be one of the following values: [buttons, confirm, carousel, image_carousel]' },
);
