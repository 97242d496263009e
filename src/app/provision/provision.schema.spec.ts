import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { provisionSchema } from './provision.schema.js';

describe('the file of accounts', () => {
  const withText = (body: string) => {
    const file = parse(readFileSync('demo/provision.yaml', 'utf8')) as {
      accounts: { texts: Record<string, string> }[];
    };
    (file.accounts[0] as { texts: Record<string, string> }).texts['closed'] = body;
    return provisionSchema.safeParse(file);
  };

  it('takes a text that fits LINE with every number in it, and refuses one that may outgrow it', () => {
    expect(withText(`${'あ'.repeat(4000)}{phones}`).success).toBe(true);
    const refused = withText('{phones}\n'.repeat(60));
    expect(refused.error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['accounts.0.texts.closed', expect.stringMatching(/^may become \d+ characters/)],
    ]);
  });
});
