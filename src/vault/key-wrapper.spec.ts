import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { masterKeyId, MasterKeyWrapper, UNNAMED_MASTER_KEY } from './key-wrapper.js';
import { keyIdOf, seal, SealError } from './seal.js';

const [earlier, later, other] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const secret = randomBytes(32);

describe('master keys', () => {
  it('wrap with the newest and unwrap with each', async () => {
    const before = new MasterKeyWrapper([earlier]);
    const during = new MasterKeyWrapper([later, earlier]);
    const wrapped = await before.wrap('data_key:1', secret);
    expect(keyIdOf(wrapped)).toBe(before.current);
    expect(await during.unwrap('data_key:1', wrapped)).toEqual(secret);
    expect(keyIdOf(await during.wrap('data_key:1', secret))).toBe(masterKeyId(later));
    await expect(during.unwrap('data_key:2', wrapped)).rejects.toThrow(SealError);
    await expect(new MasterKeyWrapper([other]).unwrap('data_key:1', wrapped)).rejects.toThrow(SealError);
  });

  it('unwrap what was wrapped before they had names', async () => {
    const unnamed = { id: UNNAMED_MASTER_KEY, secret: createSecretKey(earlier) };
    const wrapped = seal(unnamed, 'data_key:1', secret);
    expect(await new MasterKeyWrapper([later, earlier]).unwrap('data_key:1', wrapped)).toEqual(secret);
    await expect(new MasterKeyWrapper([later]).unwrap('data_key:1', wrapped)).rejects.toThrow(SealError);
  });

  it('are looked for again in the file, at once for each that it has meanwhile', async () => {
    let [masters, readings] = [[earlier], 0];
    const running = new MasterKeyWrapper([earlier], async () => {
      readings += 1;
      return masters;
    });
    const foreign = await new MasterKeyWrapper([other]).wrap('data_key:1', secret);
    for (let time = 0; time < 3; time += 1)
      await expect(running.unwrap('data_key:1', foreign)).rejects.toThrow(SealError);
    expect(readings).toBe(1);
    masters = [later, earlier];
    const wrapped = await new MasterKeyWrapper(masters).wrap('data_key:1', secret);
    expect(await running.unwrap('data_key:1', wrapped)).toEqual(secret);
    expect(running.current).toBe(masterKeyId(later));
  });

  it('have names that tell them apart and nothing else', () => {
    expect(masterKeyId(earlier)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(masterKeyId(earlier)).not.toBe(masterKeyId(later));
    expect(masterKeyId(earlier)).toBe(masterKeyId(Buffer.from(earlier)));
  });
});
