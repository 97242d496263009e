import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../shared/ui/button.js';
import { EmptyState } from '../../shared/ui/empty-state.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useChoices, useTrace } from './api/audit.js';
import styles from './audit.module.css';
import { EntryRow } from './entry-row.js';
import { type Filter, noFilter } from './filter.js';
import { FilterBar } from './filter-bar.js';

interface TraceProps {
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

/** Who did what, newest first. */
export function Trace({ filter, onFilter }: TraceProps): JSX.Element {
  const { t } = useTranslation();
  const choices = useChoices();
  const trace = useTrace(filter);
  if (choices.data === undefined) return <LoadState query={choices} />;
  const entries = trace.data?.pages.flatMap((page) => page.entries);
  return (
    <>
      <FilterBar filter={filter} choices={choices.data} onFilter={onFilter} />
      {entries === undefined ? (
        <LoadState query={trace} />
      ) : entries.length === 0 ? (
        <EmptyState title={t('audit.none')} detail={t('audit.noneDetail')} />
      ) : (
        <ol className={styles.rows} aria-label={t('audit.entries')}>
          {entries.map((entry) => (
            <EntryRow
              key={entry.seq}
              entry={entry}
              accounts={choices.data.accounts}
              onPerson={(person) => onFilter({ ...noFilter, person })}
              onTicket={(account, ticket) => onFilter({ ...noFilter, account, ticket })}
            />
          ))}
        </ol>
      )}
      {trace.hasNextPage && (
        <div className={styles.more}>
          <Button isPending={trace.isFetchingNextPage} onPress={() => void trace.fetchNextPage()}>
            {t('audit.more')}
          </Button>
        </div>
      )}
    </>
  );
}
