import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type TextVersions } from '../../../shared/contract.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { dayAndTime } from '../../../shared/format/time.js';
import { Chip } from '../../../shared/ui/chip.js';
import { LoadState } from '../../../shared/ui/load-state.js';
import { useVersions } from '../api/queries.js';
import styles from './texts.module.css';
import { WithVariables } from './with-variables.js';

interface VersionsProps {
  accountId: string;
  situation: string;
}

/** Every version that a text has had, as it was written: with its variables. */
export function Versions({ accountId, situation }: VersionsProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className={styles.versions}>
      <h4 className={styles.name}>{t('hours.texts.versions')}</h4>
      <VersionList accountId={accountId} situation={situation} />
    </div>
  );
}

function VersionList({ accountId, situation }: VersionsProps): JSX.Element {
  const { t } = useTranslation();
  const versions = useVersions(accountId, situation);
  if (versions.data === undefined) return <LoadState query={versions} />;
  const { items } = versions.data;
  if (items.length === 0) return <p className={styles.when}>{t('hours.texts.noVersions')}</p>;
  return (
    <ol className={styles.history}>
      {items.map((item, index) => (
        <Version key={item.version} item={item} isCurrent={index === 0} />
      ))}
    </ol>
  );
}

interface VersionProps {
  item: TextVersions['items'][number];
  isCurrent: boolean;
}

function Version({ item, isCurrent }: VersionProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { version, body, savedAt, savedBy } = item;
  return (
    <li className={styles.old}>
      <p className={styles.versionHead}>
        <strong>{t('hours.texts.version', { version })}</strong>
        {isCurrent && <Chip tone="accent">{t('hours.texts.current')}</Chip>}
        <time dateTime={savedAt}>{dayAndTime(savedAt, language)}</time>
        <span>
          {savedBy === null ? t('hours.texts.savedByFile') : t('hours.texts.savedBy', { name: savedBy })}
        </span>
      </p>
      {body === null ? (
        <p className={styles.when}>{t('hours.texts.removed')}</p>
      ) : (
        <p className={styles.body}>
          <WithVariables text={body.trimEnd()} />
        </p>
      )}
    </li>
  );
}
