import { ApiError } from '../../../shared/api/request.js';
import { errorBody, errorBodySchema, type MediaView, mediaViewSchema } from '../../../shared/contract.js';

interface Upload {
  readonly ticketId: string;
  readonly file: File;
  readonly signal: AbortSignal;
  /** Share of the file that is on its way, from 0 to 1. */
  readonly onProgress: (share: number) => void;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function outcome(status: number, text: string): MediaView | ApiError {
  const body = read(text);
  if (status >= 200 && status < 300) {
    const view = mediaViewSchema.safeParse(body);
    return view.success ? view.data : new ApiError(status, errorBody('internal').error);
  }
  const refusal = errorBodySchema.safeParse(body);
  if (refusal.success) return new ApiError(status, refusal.data.error);
  return new ApiError(status, errorBody(status >= 502 && status <= 504 ? 'unavailable' : 'internal').error);
}

/**
 * Sends a picture or file for one ticket; it goes out to the caller only with a reply. By XMLHttpRequest, since fetch
 * doesn't tell how far an upload is.
 * @throws ApiError media_refused, media_too_large, media_infected, …; never settles once it was stopped
 */
export function uploadAttachment({ ticketId, file, signal, onProgress }: Upload): Promise<MediaView> {
  return new Promise((resolve, reject) => {
    const http = new XMLHttpRequest();
    http.open('POST', `/api/tickets/${encodeURIComponent(ticketId)}/attachments`);
    http.setRequestHeader('content-type', 'application/octet-stream');
    http.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    http.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total === 0 ? 0 : loaded / total),
    );
    http.addEventListener('load', () => {
      const result = outcome(http.status, http.responseText);
      if (result instanceof ApiError) reject(result);
      else resolve(result);
    });
    http.addEventListener('error', () => reject(new ApiError(0, errorBody('unavailable').error)));
    signal.addEventListener('abort', () => http.abort());
    http.send(file);
  });
}
