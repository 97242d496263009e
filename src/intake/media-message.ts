import { z } from 'zod';
import { type MessageContent } from '../contract/message.js';

/** What a message with media says, and where LINE keeps the content. */
export interface MediaMessage {
  readonly content: Extract<MessageContent, { kind: 'media' }>;
  /** LINE doesn't hold it: it lies at an address that whoever sent it chose, and we never fetch from there. */
  readonly foreign: boolean;
}

const number = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const mediaSchema = z.looseObject({
  type: z.enum(['image', 'video', 'audio', 'file']),
  fileName: z.string().optional().catch(undefined),
  duration: number.optional().catch(undefined),
  contentProvider: z.looseObject({ type: z.string() }).optional().catch(undefined),
  imageSet: z
    .looseObject({
      id: z.string(),
      index: number.optional().catch(undefined),
      total: number.optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/**
 * Reads an image, video, audio or file message; undefined when it is none.
 * https://developers.line.biz/en/reference/messaging-api/#wh-image
 */
export function mediaMessage(message: unknown): MediaMessage | undefined {
  const media = mediaSchema.safeParse(message).data;
  if (media === undefined) return undefined;
  const { imageSet } = media;
  return {
    content: {
      kind: 'media',
      media: media.type,
      fileName: media.fileName ?? null,
      durationMs: media.duration ?? null,
      set:
        imageSet === undefined
          ? null
          : { id: imageSet.id, index: imageSet.index ?? null, total: imageSet.total ?? null },
    },
    foreign: media.contentProvider !== undefined && media.contentProvider.type !== 'line',
  };
}
