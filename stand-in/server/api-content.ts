import type { ApiAnswer, ApiCall, ApiRoute } from './api-types.js';
import type { Content } from './contents.js';
import { LineApiError } from './errors.js';

/** Files that callers sent. On the platform they come from another host than the rest of the API. */
export function contentRoutes(): ApiRoute[] {
  return [
    { method: 'GET', url: '/v2/bot/message/:messageId/content', endpoint: 'content', handle: content },
    {
      method: 'GET',
      url: '/v2/bot/message/:messageId/content/preview',
      endpoint: 'contentPreview',
      handle: preview,
    },
    {
      method: 'GET',
      url: '/v2/bot/message/:messageId/content/transcoding',
      endpoint: 'transcoding',
      handle: transcoding,
    },
  ];
}

/** @see https://developers.line.biz/en/reference/messaging-api/#get-content */
function content(call: ApiCall): ApiAnswer {
  const found = find(call);
  if (found.preparationFails) throw new LineApiError(404, 'Not found');
  if (stillPreparing(found)) return { status: 202, body: {} };
  return { status: 200, file: found };
}

/** @see https://developers.line.biz/en/reference/messaging-api/#get-image-or-video-preview */
function preview(call: ApiCall): ApiAnswer {
  const found = find(call);
  if (found.preview === undefined) throw new LineApiError(404, 'Not found');
  if (stillPreparing(found)) return { status: 202, body: {} };
  const contentType = found.contentType.startsWith('image/') ? found.contentType : 'image/png';
  return { status: 200, file: { bytes: found.preview, contentType } };
}

/** @see https://developers.line.biz/en/reference/messaging-api/#verify-video-or-audio-preparation-status */
function transcoding(call: ApiCall): ApiAnswer {
  const found = find(call);
  if (found.preparationFails) return { status: 200, body: { status: 'failed' } };
  return { status: 200, body: { status: stillPreparing(found) ? 'processing' : 'succeeded' } };
}

function find({ platform, channel, params }: ApiCall): Content {
  const messageId = params['messageId'] ?? '';
  if (platform.contents.isGone(messageId)) throw new LineApiError(410, 'The content is gone');
  const found = platform.contents.find(messageId);
  if (found?.channel !== channel.id) throw new LineApiError(404, 'Not found');
  return found;
}

/** Each look counts down, so that a test needs no waiting to get past the preparation. */
function stillPreparing(found: Content): boolean {
  if (found.preparing === 0) return false;
  found.preparing -= 1;
  return true;
}
