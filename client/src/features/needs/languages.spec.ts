import { expect, test } from '@jest/globals';
import { languagesToChoose } from './languages.js';

test('a language that is not among the usual ones can be kept', () => {
  expect(languagesToChoose('fr')[0]).toBe('fr');
  expect(languagesToChoose('en')).toEqual(languagesToChoose(null));
});
