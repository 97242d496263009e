import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attachmentText } from './attachment-text.js';
import { detectType, kindAsClaimed, maySend } from './content-type.js';
import { contentDisposition, safeFileName } from './file-name.js';

describe('names and texts around media', () => {
  it('makes any name safe for a header and for a folder', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const safe = safeFileName(name);
        expect(safe.length).toBeLessThanOrEqual(120);
        expect(safe).not.toMatch(/[/\\\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/u);
        const header = contentDisposition('attachment', safe);
        expect(header).toMatch(/^attachment(?:; filename="[^"\\]*"; filename\*=UTF-8''[\w%.!#$&+^`|~-]+)?$/);
        if (safe === '') return;
        expect(decodeURIComponent(header.split("UTF-8''")[1] ?? '')).toBe(safe);
      }),
    );
  });

  it('keeps the ending of a long name, and shows no false one', () => {
    expect(safeFileName(`${'あ'.repeat(300)}.pdf`)).toMatch(/^あ{116}\.pdf$/);
    expect(safeFileName('photo\u202egnp.exe')).toBe('photognp.exe');
  });

  it('takes any bytes for something, and never for what a browser would run', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 64 }),
        fc.constantFrom('', '<svg ', '<html>', '<?xml version="1.0"?>'),
        async (bytes, start) => {
          const type = await detectType(Buffer.concat([Buffer.from(start), bytes]));
          expect(type).toMatch(/^[\w.+-]+\/[\w.+-]+$/);
          if (start !== '') expect(maySend(type, 'a.txt')).toBe(false);
        },
      ),
    );
  });

  it('calls a claim what it is', () => {
    expect(kindAsClaimed('image', 'image/png')).toBe('image');
    expect(kindAsClaimed('image', 'video/mp4')).toBe('file');
    expect(kindAsClaimed('audio', 'video/mp4')).toBe('audio');
    expect(kindAsClaimed('video', 'text/plain')).toBe('file');
    expect(kindAsClaimed('file', 'image/png')).toBe('file');
    expect(kindAsClaimed('image', 'image/svg+xml')).toBe('file');
  });

  it("uses the account's own text", () => {
    const until = new Date('2026-12-09T17:05:00+09:00');
    const text = attachmentText('{kind}です {link} {until} {other}', 'audio', 'https://a.example/x', until);
    expect(text).toBe('音声です https://a.example/x 12月9日（水）17:05 {other}');
  });
});
