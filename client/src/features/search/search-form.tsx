import { type FormEvent, type JSX, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, QUERY_LIMIT, type SearchRequest } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { SelectField } from '../../shared/ui/select-field.js';
import { firstOf, periods, type PeriodName } from './periods.js';
import styles from './search.module.css';

interface SearchFormProps {
  accounts: readonly AccountView[];
  today: string;
  isPending: boolean;
  onSearch: (request: Omit<SearchRequest, 'after'>) => void;
}

export function SearchForm({ accounts, today, isPending, onSearch }: SearchFormProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [accountId, setAccountId] = useState(accounts[0]?.id ?? '');
  const [words, setWords] = useState('');
  const [period, setPeriod] = useState<PeriodName>('month');
  const [from, setFrom] = useState(firstOf('month', today));
  const [to, setTo] = useState(today);
  const choose = (name: PeriodName): void => {
    setPeriod(name);
    if (name === 'other') return;
    setFrom(firstOf(name, today));
    setTo(today);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isPending && words.trim() !== '') onSearch({ accountId, from, to, words });
  };
  const wordsId = useId();
  return (
    <form className={styles.form} role="search" aria-label={t('search.heading')} onSubmit={submit}>
      <div className={styles.wordsRow}>
        <div className={styles.field}>
          <label className={styles.label} htmlFor={wordsId}>
            {t('search.words')}
          </label>
          <input
            id={wordsId}
            type="search"
            className={styles.input}
            // It is where one begins, on a screen that one came to for this.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            autoComplete="off"
            spellCheck={false}
            maxLength={QUERY_LIMIT}
            aria-describedby={`${wordsId}-hint`}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
        <Button type="submit" look="primary" isPending={isPending} isDisabled={words.trim() === ''}>
          {t('search.submit')}
        </Button>
      </div>
      <p id={`${wordsId}-hint`} className={styles.hint}>
        {t('search.wordsHint')}
      </p>
      <div className={styles.choices}>
        <SelectField
          label={t('search.account')}
          value={accountId}
          choices={accounts.map(({ id, name }) => ({ value: id, name: name[language] }))}
          onChange={setAccountId}
        />
        <SelectField
          label={t('search.period')}
          value={period}
          choices={periods.map((name) => ({ value: name, name: t(`search.periods.${name}`) }))}
          onChange={choose}
        />
        {period === 'other' && (
          <>
            <DayField label={t('search.from')} value={from} max={to} onChange={setFrom} />
            <DayField label={t('search.to')} value={to} max={today} onChange={setTo} />
          </>
        )}
      </div>
    </form>
  );
}

interface DayFieldProps {
  label: string;
  value: string;
  max: string;
  onChange: (day: string) => void;
}

function DayField({ label, value, max, onChange }: DayFieldProps): JSX.Element {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="date"
        className={styles.input}
        required
        max={max}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
