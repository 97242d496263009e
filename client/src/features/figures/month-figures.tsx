import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FigureChoices, type FiguresView } from '../../shared/contract.js';
import { type Language } from '../../shared/i18n/i18n.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { EmptyState } from '../../shared/ui/empty-state.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { SelectField } from '../../shared/ui/select-field.js';
import { addressOfFigures, useFigureChoices, useFigures } from './api.js';
import { FigureTableView } from './figure-table.js';
import styles from './figures.module.css';

/** One month of one account in figures that point at nobody. */
export function MonthFigures(): JSX.Element {
  const { t } = useTranslation();
  const query = useFigureChoices();
  return (
    <>
      <p className={styles.explain}>{t('figures.explain')}</p>
      {query.data === undefined ? <LoadState query={query} /> : <Chosen choices={query.data} />}
    </>
  );
}

function Chosen({ choices }: { choices: FigureChoices }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [accountId, setAccountId] = useState(choices.accounts[0]?.id);
  const [month, setMonth] = useState(choices.months[0]);
  if (accountId === undefined || month === undefined)
    return <EmptyState title={t('figures.none')} detail={t('figures.noneDetail')} />;
  return (
    <>
      <div className={styles.bar}>
        {choices.accounts.length > 1 && (
          <SelectField
            label={t('figures.account')}
            value={accountId}
            choices={choices.accounts.map(({ id, name }) => ({ value: id, name: name[language] }))}
            onChange={setAccountId}
          />
        )}
        <SelectField
          label={t('figures.month')}
          value={month}
          choices={choices.months.map((each) => ({ value: each, name: monthName(each, language) }))}
          onChange={setMonth}
        />
        <a className={styles.download} href={`${addressOfFigures(accountId, month)}/csv`} download>
          {t('figures.csv')}
        </a>
      </div>
      <Month accountId={accountId} month={month} />
    </>
  );
}

function Month({ accountId, month }: { accountId: string; month: string }): JSX.Element {
  const query = useFigures(accountId, month);
  return query.data === undefined ? <LoadState query={query} /> : <Figures figures={query.data} />;
}

function Figures({ figures }: { figures: FiguresView }): JSX.Element {
  const { t } = useTranslation();
  const isBare = figures.tables.every(({ cells }) => cells === null);
  return (
    <>
      <p className={styles.total} aria-live="polite">
        <span className={styles.totalName}>{t('figures.total')}</span>{' '}
        <span className={styles.totalCount}>
          {figures.total === null ? t('figures.few') : t('figures.count', { count: figures.total })}
        </span>
      </p>
      {isBare ? (
        <p className={styles.explain}>{t('figures.tooFew')}</p>
      ) : (
        <div className={styles.tables}>
          {figures.tables.map((table) => (
            <FigureTableView key={table.name} table={table} />
          ))}
        </div>
      )}
    </>
  );
}

function monthName(month: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}
