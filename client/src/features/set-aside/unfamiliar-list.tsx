import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type Shape, type UnfamiliarView } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useUnfamiliarEvents } from './api/set-aside.js';
import { Fact } from './set-aside-row.js';
import styles from './set-aside.module.css';
import { ShapeTree } from './shape-tree.js';

type ListName = 'unfamiliar' | 'accountEvents';
interface Item {
  readonly id: string;
  readonly accountId: string;
  readonly receivedAt: string;
  readonly type?: string;
  readonly shape: Shape;
}

/** Events of types that LINE has newly added, and those that no caller stands behind. */
export function UnfamiliarList(): JSX.Element {
  return (
    <>
      <EventSection name="unfamiliar" itemsOf={({ items }) => items} />
      <EventSection name="accountEvents" itemsOf={({ accountEvents }) => accountEvents} />
    </>
  );
}

interface EventSectionProps {
  readonly name: ListName;
  readonly itemsOf: (view: UnfamiliarView) => readonly Item[];
}

function EventSection({ name, itemsOf }: EventSectionProps): JSX.Element {
  const { t } = useTranslation();
  const query = useUnfamiliarEvents();
  const items = query.data === undefined ? undefined : itemsOf(query.data);
  return (
    <section aria-labelledby={name} className={styles.section}>
      <h2 id={name} className={styles.heading}>
        {t(`administrator.${name}`)}
      </h2>
      {items === undefined ? (
        <LoadState query={query} />
      ) : items.length === 0 ? (
        <p className={styles.empty}>{t(`administrator.${name}Empty`)}</p>
      ) : (
        <>
          <p className={styles.explain}>{t(`administrator.${name}Explain`)}</p>
          <ul className={styles.rows}>
            {items.map((item) => (
              <EventRow key={item.id} item={item} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function EventRow({ item }: { readonly item: Item }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <li className={styles.row} data-unfamiliar>
      <div className={styles.body}>
        <dl className={styles.facts}>
          {item.type !== undefined && <Fact name={t('administrator.type')}>{item.type}</Fact>}
          <Fact name={t('administrator.received')}>
            <time dateTime={item.receivedAt}>{dayAndTime(item.receivedAt, language)}</time>
          </Fact>
          <Fact name={t('administrator.account')}>{item.accountId}</Fact>
        </dl>
        <details className={styles.details}>
          <summary>{t('administrator.showShape')}</summary>
          <p className={styles.hint}>{t('administrator.shapeHint')}</p>
          <ShapeTree shape={item.shape} />
        </details>
      </div>
    </li>
  );
}
