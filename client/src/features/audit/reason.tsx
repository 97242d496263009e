import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AuditReason } from '../../shared/contract.js';
import styles from './audit.module.css';

/** Why something was done, or that it can't be read any more. */
export function Reason({ why }: AuditReason): JSX.Element {
  const { t } = useTranslation();
  return (
    <p className={styles.why}>
      {typeof why === 'string' ? t(`audit.why.${why}`) : t('audit.because', { words: why.words })}
    </p>
  );
}
