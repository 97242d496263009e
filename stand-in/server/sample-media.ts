import { crc32, deflateSync } from 'node:zlib';

const width = 320;
const height = 240;

let picture: Buffer | undefined;

/** An evening sky over a hill as a PNG, for pictures whose bytes a test doesn't care about. */
export function samplePicture(): Buffer {
  picture ??= png(width, height, (x, y) => {
    const hill = height * 0.72 - Math.sin((x / width) * Math.PI) * 46;
    if (y > hill) return [46, 78, 70];
    const share = y / hill;
    return [70 + 170 * share, 92 + 96 * share, 140 + 10 * share];
  });
  return picture;
}

/** A quarter of a second of silence as a WAV file. */
export function sampleAudio(): Buffer {
  const samples = 2_000;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples, 40);
  return Buffer.concat([header, Buffer.alloc(samples, 128)]);
}

export function sampleFile(): Buffer {
  return Buffer.from('stand-in sample file\n');
}

function png(columns: number, rows: number, colour: (x: number, y: number) => number[]): Buffer {
  const pixels = Buffer.alloc(rows * (columns * 3 + 1));
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      pixels.set(colour(x, y).map(Math.round), y * (columns * 3 + 1) + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(columns, 0);
  head.writeUInt32BE(rows, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}
