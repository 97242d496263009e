/** Where the content of a picture, recording or file is read; only people who may read the ticket get it. */
export function mediaAddress(ticketId: string, mediaId: string): string {
  return `/api/tickets/${encodeURIComponent(ticketId)}/media/${encodeURIComponent(mediaId)}`;
}

/** How long a recording lasts: `0:07`, `12:30`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
