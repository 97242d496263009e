import { useTranslation } from 'react-i18next';
import { type DraftPath } from './draft.js';
import { fields } from './fields.js';

interface FieldWords {
  readonly label: (path: DraftPath) => string;
  readonly value: (path: DraftPath, value: string | boolean) => string;
}

/** How settings and what stands in them are called. */
export function useFieldWords(): FieldWords {
  const { t } = useTranslation();
  const label = (path: DraftPath): string => {
    if (path === 'name.ja') return t('accounts.nameJa');
    if (path === 'name.en') return t('accounts.nameEn');
    if (path === 'purpose') return t('accounts.purpose');
    return t(`accountSetting.${path}.label`);
  };
  const value = (path: DraftPath, given: string | boolean): string => {
    if (typeof given === 'boolean') return t(given ? 'accounts.yes' : 'accounts.no');
    const field = fields.find((each) => each.path === path);
    if (field?.kind !== 'choice') return given === '' ? t('accounts.none') : given;
    return choiceName(t, field.path, given);
  };
  return { label, value };
}

type Translate = ReturnType<typeof useTranslation>['t'];

/** Choices are named by what they are, below the setting that they belong to. */
export function choiceName(t: Translate, path: string, choice: string): string {
  return (t as (key: string) => string)(`accountSetting.${path}.${choice}`);
}
