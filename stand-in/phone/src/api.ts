import type { PhoneSnapshot, PhoneUser } from '../../server/phone-contract.js';

/** A message as the caller composes it; the stand-in adds ids and tokens. */
export type OutgoingMessage = { readonly type: string } & Readonly<Record<string, unknown>>;

const base = '/phone/api';

async function request<T>(
  path: string,
  body?: object,
  method = body === undefined ? 'GET' : 'POST',
): Promise<T> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.headers = { 'content-type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  const response = await fetch(path, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

export function arrive(name: string, language: string): Promise<PhoneUser> {
  return request(`${base}/callers`, { name, language });
}

export function loadSnapshot(userId: string): Promise<PhoneSnapshot> {
  return request(`${base}/callers/${userId}`);
}

export function openFeed(userId: string): EventSource {
  return new EventSource(`${base}/callers/${userId}/feed`);
}

export function contentUrl(messageId: string): string {
  return `${base}/content/${messageId}`;
}

/** What one caller can do in one talk. */
export interface Talk {
  follow(): Promise<unknown>;
  block(): Promise<unknown>;
  send(message: OutgoingMessage): Promise<unknown>;
  unsend(messageId: string): Promise<unknown>;
  postback(data: string, more?: { displayText?: string; params?: Record<string, string> }): Promise<unknown>;
}

export function talkOf(userId: string, account: string): Talk {
  const act = (name: string, body: object = {}): Promise<unknown> =>
    request(`${base}/callers/${userId}/accounts/${account}/${name}`, body);
  return {
    follow: () => act('follow'),
    block: () => act('block'),
    send: (message) => act('messages', message),
    unsend: (messageId) => act('unsend', { messageId }),
    postback: (data, more = {}) => act('postback', { data, ...more }),
  };
}

/** The stand-in's control desk, for the panel beside the phone. */
export function control<T>(method: string, path: string, body?: object): Promise<T> {
  return request(`/_control${path}`, body, method);
}
