import { expect, test } from '@jest/globals';
import i18next from 'i18next';
import { errorBody } from '../contract.js';
import { en } from '../i18n/en.js';
import { ja } from '../i18n/ja.js';
import { errorMessage } from './error-message.js';

const resources = { ja: { translation: ja }, en: { translation: en } };

test.each(['ja', 'en'] as const)(
  'an invalid field is said without its name in the interface (%s)',
  async (language) => {
    const t = await i18next.createInstance().init({ resources, lng: language });
    const { error } = errorBody('invalid_field', { field: 'clientId' }, 'clientId');
    expect(error.message[language]).toContain('clientId');
    expect(errorMessage(error, language, t)).toBe(resources[language].translation.common.invalidField);
    expect(errorMessage(errorBody('ticket_closed').error, language, t)).toBe(
      errorBody('ticket_closed').error.message[language],
    );
  },
);
