import type { OutgoingMessage } from './api.js';

const maximumBytes = 20 * 1024 * 1024;

/** Undefined when one of them is too large. Several pictures chosen at once form a set, as on a phone. */
export async function filesToMessages(
  files: readonly File[],
  asFile: boolean,
): Promise<OutgoingMessage[] | undefined> {
  if (files.some((file) => file.size > maximumBytes)) return undefined;
  const pictures = files.filter((file) => !asFile && file.type.startsWith('image/'));
  const setId = pictures.length > 1 ? crypto.randomUUID().replaceAll('-', '').toUpperCase() : undefined;
  return Promise.all(
    files.map(async (file): Promise<OutgoingMessage> => {
      const content = {
        contentBase64: await base64Of(file),
        ...(file.type === '' ? {} : { contentType: file.type }),
      };
      if (asFile) return { type: 'file', fileName: file.name, ...content };
      if (file.type.startsWith('video/')) return { type: 'video', ...content };
      const index = pictures.indexOf(file) + 1;
      const imageSet = setId === undefined ? {} : { imageSet: { id: setId, index, total: pictures.length } };
      return { type: 'image', ...content, ...imageSet };
    }),
  );
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read.'));
    reader.onload = () => {
      // A data: address, of which the part after the comma is the content.
      const address = typeof reader.result === 'string' ? reader.result : '';
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.readAsDataURL(file);
  });
}
