import type { WebhookBehaviour } from './options.js';

/**
 * The bytes of a webhook. Escaping and whitespace may change without notice on the platform;
 * whatever they are, the signature is made over exactly these bytes.
 */
export function serialise(body: unknown, escapes: WebhookBehaviour['rawEscapes']): Buffer {
  let text = JSON.stringify(body, null, escapes.whitespace ? 2 : undefined);
  if (escapes.unicode) text = text.replace(/[\u0080-\uffff]/g, escapeUnit);
  // A slash or a non-ASCII character occurs inside strings only, so that the JSON stays valid.
  if (escapes.slash) text = text.replaceAll('/', '\\/');
  return Buffer.from(text, 'utf8');
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
