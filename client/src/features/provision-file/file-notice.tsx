import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type FileView, fileViewSchema } from '../../shared/administration-contract.js';
import { request } from '../../shared/api/request.js';
import { administrationKey } from '../../shared/live/query-keys.js';
import { Icon } from '../../shared/ui/icon.js';
import { Notice } from '../../shared/ui/notice.js';
import styles from './provision-file.module.css';

const everyMs = 5000;

function useFile(): UseQueryResult<FileView> {
  return useQuery({
    queryKey: [administrationKey, 'file'],
    queryFn: ({ signal }) => request(fileViewSchema, '/api/admin/file', { signal }),
    refetchInterval: everyMs,
  });
}

/** Says of one account that its settings are other than the file's. */
export function FileNotice({ accountId }: { accountId: string }): JSX.Element | null {
  const { t } = useTranslation();
  const differing = useFile().data?.differing.filter(({ id }) => id === accountId) ?? [];
  const parts = differing.flatMap(({ section }) =>
    section !== 'staff' && section !== 'signIn' ? [t(`file.section.${section}`)] : [],
  );
  if (parts.length === 0) return null;
  return (
    <Notice tone="amber" icon="file">
      {t('file.differs', { parts: parts.join(t('people.and')) })}
    </Notice>
  );
}

/** Where the settings come from, where they differ from it, and how to take them along. */
export function FileCard(): JSX.Element | null {
  const { t } = useTranslation();
  const { data } = useFile();
  if (data === undefined) return null;
  return (
    <section className={styles.card} aria-labelledby="file">
      <h2 id="file" className={styles.heading}>
        {t('file.heading')}
      </h2>
      <p className={styles.explain}>{t(data.given ? 'file.given' : 'file.none')}</p>
      {data.given && (
        <p className={styles.explain} role="status">
          {data.differing.length === 0 ? t('file.same') : t('file.differing')}
        </p>
      )}
      {data.differing.length > 0 && (
        <ul className={styles.list}>
          {data.differing.map(({ section, id }) => (
            <li key={`${section}:${id}`}>{t('file.place', { section: t(`file.section.${section}`), id })}</li>
          ))}
        </ul>
      )}
      <p>
        <a className={styles.download} href="/api/admin/file/yaml" download="provision.yaml">
          <Icon name="download" size={16} />
          {t('file.download')}
        </a>
      </p>
      <p className={styles.explain}>{t('file.downloadExplain')}</p>
    </section>
  );
}
