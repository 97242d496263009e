import { type TFunction } from 'i18next';
import { type AuditChoices } from '../../shared/contract.js';
import { type Language } from '../../shared/i18n/i18n.js';

/** What a setting is called: as the screen calls it where it is set, or by the words for each part of its path. */
export function settingName(
  path: string,
  t: TFunction,
  exists: (key: string) => boolean,
  accountName: (id: string) => string,
): string {
  const word = (key: string): string => (t as (key: string) => string)(key);
  const own = `accountSetting.${path.replace(/^settings\./, '')}.label`;
  if (exists(own)) return word(own);
  const situation = `hours.texts.situation.${path}`;
  if (exists(situation)) return word(situation);
  return path
    .split('.')
    .map((part) => {
      const key = `audit.field.${part}`;
      return exists(key) ? word(key) : accountName(part);
    })
    .join(t('audit.within'));
}

export function accountNames(accounts: AuditChoices['accounts'], language: Language): (id: string) => string {
  return (id) => accounts.find((account) => account.id === id)?.name[language] ?? id;
}
