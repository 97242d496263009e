import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { SET_ASIDE_DAYS, type SetAsideView } from '../../shared/contract.js';
import { Button } from '../../shared/ui/button.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { Notice } from '../../shared/ui/notice.js';
import { useReplay, useSetAside } from './api/set-aside.js';
import { SetAsideRow } from './set-aside-row.js';
import styles from './set-aside.module.css';

type Items = SetAsideView['items'];

/** What LINE sent and we could not read: nothing of what it says, all of what is known about it. */
export function SetAsideList(): JSX.Element {
  const { t } = useTranslation();
  const query = useSetAside();
  return (
    <section aria-labelledby="set-aside" className={styles.section}>
      <h2 id="set-aside" className={styles.heading}>
        {t('administrator.setAside')}
      </h2>
      {query.data === undefined ? (
        <LoadState query={query} />
      ) : query.data.items.length === 0 ? (
        <p className={styles.empty}>{t('administrator.setAsideEmpty')}</p>
      ) : (
        <Selectable items={query.data.items} />
      )}
    </section>
  );
}

function Selectable({ items }: { items: Items }): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const replay = useReplay();
  const free = items.filter(({ replayRequested }) => !replayRequested).map(({ id }) => id);
  const ids = free.filter((id) => chosen.has(id));
  const all = ids.length > 0 && ids.length === free.length;
  const toggle = (id: string): void =>
    setChosen(
      (before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]),
    );
  return (
    <>
      <p className={styles.explain}>{t('administrator.setAsideExplain', { days: SET_ASIDE_DAYS })}</p>
      <div className={styles.bar}>
        <label className={styles.all}>
          <input
            type="checkbox"
            checked={all}
            disabled={free.length === 0}
            ref={(element) => {
              if (element !== null) element.indeterminate = ids.length > 0 && !all;
            }}
            onChange={() => setChosen(new Set(all ? [] : free))}
          />
          {t('administrator.selectAll')}
        </label>
        <Button
          look="primary"
          size="small"
          isDisabled={ids.length === 0}
          isPending={replay.isPending}
          onPress={() => replay.mutate(ids, { onSuccess: () => setChosen(new Set()) })}
        >
          {replay.isPending
            ? t('administrator.replaying')
            : ids.length === 0
              ? t('administrator.replay')
              : t('administrator.replayCount', { count: ids.length })}
        </Button>
        <span className={styles.done} role="status">
          {replay.data !== undefined && t('administrator.replayed', { count: replay.data.replayed })}
        </span>
      </div>
      {replay.isError && (
        <Notice tone="danger" role="alert" icon="alert">
          {errorMessage(replay.error)}
        </Notice>
      )}
      <ul className={styles.rows}>
        {items.map((item) => (
          <SetAsideRow
            key={item.id}
            item={item}
            isChosen={chosen.has(item.id)}
            onToggle={() => toggle(item.id)}
          />
        ))}
      </ul>
    </>
  );
}
