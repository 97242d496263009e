import { useSyncExternalStore } from 'react';
import { v4 as uuid } from 'uuid';
import { type MediaView } from '../../../shared/contract.js';
import { uploadAttachment } from '../api/upload-attachment.js';
import { changeDraft } from './draft-store.js';

export interface Upload {
  readonly id: string;
  readonly ticketId: string;
  readonly name: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly error: unknown;
  readonly stop: () => void;
}

let uploads: readonly Upload[] = [];
const listeners = new Set<() => void>();

function set(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

function change(id: string, changes: Partial<Upload>): void {
  set(uploads.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)));
}

const forget = (id: string): void => set(uploads.filter((upload) => upload.id !== id));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What is under way outlives the look at another ticket; it becomes part of the draft when the server has it. */
export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(subscribe, () => uploads);
}

/** Where a file goes: the draft of one person in one ticket. */
interface Place {
  readonly staffId: string;
  readonly ticketId: string;
}

export function attachFiles(place: Place, files: Iterable<File>): void {
  for (const file of files) void attach(place, file);
}

async function attach({ staffId, ticketId }: Place, file: File): Promise<void> {
  const id = uuid();
  const stopper = new AbortController();
  const stop = (): void => {
    stopper.abort();
    forget(id);
  };
  set([...uploads, { id, ticketId, name: file.name, share: 0, error: null, stop }]);
  try {
    const onProgress = (share: number): void => change(id, { share });
    const media = await uploadAttachment({ ticketId, file, signal: stopper.signal, onProgress });
    changeDraft(staffId, ticketId, (draft) => ({ ...draft, tray: [...draft.tray, pending(file, media)] }));
    forget(id);
  } catch (error) {
    change(id, { error });
  }
}

function pending(file: File, media: MediaView) {
  return {
    kind: 'attachment',
    mediaId: media.id,
    media: media.kind,
    fileName: file.name,
    bytes: media.bytes ?? file.size,
  } as const;
}
