import { sampleAudio, sampleFile, samplePicture } from './sample-media.js';
import type { CallerMessage } from './contract.js';

export interface Content {
  readonly channel: string;
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly preview: Buffer | undefined;
  preparing: number;
  readonly preparationFails: boolean;
}

export type MediaMessage = Extract<CallerMessage, { type: 'image' | 'video' | 'audio' | 'file' }>;

/**
 * The files that callers sent. The platform deletes them after an unstated time; here the oldest go when it gets full.
 * @see https://developers.line.biz/en/reference/messaging-api/#get-content
 */
export class Contents {
  readonly #capacityBytes: number;
  readonly #contents = new Map<string, Content>();
  readonly #gone = new Set<string>();
  #bytes = 0;

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  add(messageId: string, channel: string, message: MediaMessage): Content {
    const given =
      message.contentBase64 === undefined ? undefined : Buffer.from(message.contentBase64, 'base64');
    const bytes = given ?? sampleFor(message.type);
    const content: Content = {
      channel,
      bytes,
      contentType: message.contentType ?? defaultType(message.type),
      preview: previewOf(message.type, bytes),
      preparing: message.preparing,
      preparationFails: message.preparationFails,
    };
    this.#contents.set(messageId, content);
    this.#bytes += bytes.length;
    this.#makeRoom();
    return content;
  }

  find(messageId: string): Content | undefined {
    return this.#contents.get(messageId);
  }

  /** After the caller unsent the message; until then `find` answers. */
  isGone(messageId: string): boolean {
    return this.#gone.has(messageId);
  }

  unsend(messageId: string): void {
    this.#delete(messageId);
    this.#gone.add(messageId);
  }

  clear(): void {
    this.#contents.clear();
    this.#gone.clear();
    this.#bytes = 0;
  }

  #makeRoom(): void {
    while (this.#bytes > this.#capacityBytes && this.#contents.size > 1) {
      const oldest = this.#contents.keys().next().value;
      if (oldest === undefined) return;
      this.#delete(oldest);
    }
  }

  #delete(messageId: string): void {
    this.#bytes -= this.#contents.get(messageId)?.bytes.length ?? 0;
    this.#contents.delete(messageId);
  }
}

function sampleFor(type: MediaMessage['type']): Buffer {
  if (type === 'image') return samplePicture();
  return type === 'audio' ? sampleAudio() : sampleFile();
}

function defaultType(type: MediaMessage['type']): string {
  return { image: 'image/png', video: 'video/mp4', audio: 'audio/wav', file: 'application/octet-stream' }[
    type
  ];
}

function previewOf(type: MediaMessage['type'], bytes: Buffer): Buffer | undefined {
  if (type === 'image') return bytes;
  return type === 'video' ? samplePicture() : undefined;
}
