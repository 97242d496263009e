import { describe, expect, it } from '@jest/globals';
import { type AccountSettings, accountSettingsSchema } from '../account/account-settings.js';
import { type Situation } from '../contract/opening.js';
import { LEAVE_LABEL, quickRepliesOf } from './leaving.js';

const settings = (whenClosed: AccountSettings['whenClosed']) => ({
  settings: { ...accountSettingsSchema.parse({}), whenClosed },
});

describe('what can be touched below a text', () => {
  it.each<[Situation, AccountSettings['whenClosed'], boolean]>([
    ['waiting', 'reply-only', true],
    ['returned', 'carry-over', true],
    ['place-again', 'carry-over', true],
    ['closed', 'carry-over', true],
    ['closed', 'next-service-day', true],
    ['closed', 'reply-only', false],
    ['closing', 'carry-over', true],
    ['closing', 'reply-only', false],
    ['emergency', 'carry-over', true],
    ['full', 'carry-over', false],
    ['limit', 'carry-over', false],
    ['left', 'carry-over', false],
    ['greeting', 'carry-over', false],
  ])('%s, where closed means %s', (situation, whenClosed, leaves) => {
    expect(quickRepliesOf(settings(whenClosed), situation)).toEqual(leaves ? [LEAVE_LABEL] : []);
  });
});
