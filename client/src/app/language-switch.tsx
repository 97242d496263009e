import { type JSX } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useTranslation } from 'react-i18next';
import { changeLanguage, languages } from '../shared/i18n/i18n.js';
import { useLanguage } from '../shared/i18n/use-language.js';
import styles from './language-switch.module.css';

/** Each language in its own words: whoever needs it can't read the other. */
const names = { ja: '日本語', en: 'English' } as const;

export function LanguageSwitch(): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ToggleButtonGroup
      aria-label={t('header.language')}
      className={styles.group ?? ''}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[language]}
      onSelectionChange={([chosen]) => void changeLanguage(chosen === 'en' ? 'en' : 'ja')}
    >
      {languages.map((each) => (
        <ToggleButton key={each} id={each} className={styles.option ?? ''} lang={each}>
          {names[each]}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
