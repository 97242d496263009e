import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { TEXT_LIMIT } from '../../../shared/contract.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { classNames } from '../../../shared/ui/class-names.js';
import styles from './composer.module.css';
import { type TextCount } from './text-counter.js';

export function Count({ count }: { count: TextCount }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const number = (value: number): string => value.toLocaleString(language);
  const figures = { used: number(count.used), limit: number(TEXT_LIMIT), over: number(count.over) };
  return (
    <span className={classNames(count.over > 0 && styles.tooLong)} title={t('composer.counting')}>
      {count.over > 0 ? t('composer.over', figures) : t('composer.counter', figures)}
    </span>
  );
}
