import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useUnfamiliarEvents } from './api/set-aside.js';
import { Fact } from './set-aside-row.js';
import styles from './set-aside.module.css';
import { ShapeTree } from './shape-tree.js';

/** Events of types that LINE has newly added. */
export function UnfamiliarList(): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const query = useUnfamiliarEvents();
  return (
    <section aria-labelledby="unfamiliar" className={styles.section}>
      <h2 id="unfamiliar" className={styles.heading}>
        {t('administrator.unfamiliar')}
      </h2>
      {query.data === undefined ? (
        <LoadState query={query} />
      ) : query.data.items.length === 0 ? (
        <p className={styles.empty}>{t('administrator.unfamiliarEmpty')}</p>
      ) : (
        <>
          <p className={styles.explain}>{t('administrator.unfamiliarExplain')}</p>
          <ul className={styles.rows}>
            {query.data.items.map(({ id, accountId, receivedAt, shape }) => (
              <li key={id} className={styles.row} data-unfamiliar>
                <div className={styles.body}>
                  <dl className={styles.facts}>
                    <Fact name={t('administrator.received')}>
                      <time dateTime={receivedAt}>{dayAndTime(receivedAt, language)}</time>
                    </Fact>
                    <Fact name={t('administrator.account')}>{accountId}</Fact>
                  </dl>
                  <details className={styles.details}>
                    <summary>{t('administrator.showShape')}</summary>
                    <p className={styles.hint}>{t('administrator.shapeHint')}</p>
                    <ShapeTree shape={shape} />
                  </details>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
