import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './texts.module.css';

export const variables = [
  'account',
  'hours',
  'next',
  'phones',
  'position',
  'again',
  'kind',
  'link',
  'until',
] as const;

export function Variables(): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className={styles.card}>
      <h3 className={styles.name}>{t('hours.texts.variables')}</h3>
      <p className={styles.when}>{t('hours.texts.variablesExplain')}</p>
      <dl className={styles.variables}>
        {variables.map((name) => (
          <div key={name}>
            <dt>
              <code className={styles.variable}>{`{${name}}`}</code>
            </dt>
            <dd>{t(`hours.texts.variable.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
