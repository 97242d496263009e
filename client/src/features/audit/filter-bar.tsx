import { type JSX, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actGroups, type AuditChoices } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import styles from './audit.module.css';
import { type Filter, noFilter, ticketNumber } from './filter.js';

interface FilterBarProps {
  filter: Filter;
  choices: AuditChoices;
  onFilter: (filter: Filter) => void;
}

export function FilterBar({ filter, choices, onFilter }: FilterBarProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const change = (part: Partial<Filter>): void => onFilter({ ...filter, ...part });
  const isEmpty = Object.values(filter).every((value) => value === '');
  return (
    <div className={styles.filter} role="search" aria-label={t('audit.filter')}>
      <Field label={t('audit.ticketNumber')}>
        {(id) => (
          <TicketInput
            // What came from elsewhere, such as a press on a row, begins afresh.
            key={filter.ticket}
            id={id}
            value={filter.ticket}
            onChange={(ticket) => change({ ticket })}
          />
        )}
      </Field>
      <Choice
        label={t('audit.person')}
        value={filter.person}
        all={t('audit.everybody')}
        options={choices.people.map(({ id, displayName, login }) => [id, `${displayName}（${login}）`])}
        onChange={(person) => change({ person })}
      />
      <Choice
        label={t('audit.about')}
        value={filter.group}
        all={t('audit.everything')}
        options={actGroups.map((group) => [group, t(`audit.group.${group}`)])}
        onChange={(group) => change({ group: actGroups.find((each) => each === group) ?? '' })}
      />
      <Choice
        label={t('audit.account')}
        value={filter.account}
        all={t('audit.allAccounts')}
        options={choices.accounts.map(({ id, name }) => [id, name[language]])}
        onChange={(account) => change({ account })}
      />
      <Field label={t('audit.from')}>
        {(id) => (
          <input
            id={id}
            type="date"
            className={styles.input}
            value={filter.from}
            max={filter.until || undefined}
            onChange={(event) => change({ from: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('audit.until')}>
        {(id) => (
          <input
            id={id}
            type="date"
            className={styles.input}
            value={filter.until}
            min={filter.from || undefined}
            onChange={(event) => change({ until: event.target.value })}
          />
        )}
      </Field>
      <Button size="small" isDisabled={isEmpty} onPress={() => onFilter(noFilter)}>
        {t('audit.clear')}
      </Button>
    </div>
  );
}

function Field({ label, children }: { label: string; children: (id: string) => ReactNode }): JSX.Element {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children(id)}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  /** What stands for no choice. */
  all: string;
  options: readonly (readonly [value: string, name: string])[];
  onChange: (value: string) => void;
}

function Choice({ label, value, all, options, onChange }: ChoiceProps): JSX.Element {
  return (
    <Field label={label}>
      {(id) => (
        <select
          id={id}
          className={styles.input}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{all}</option>
          {options.map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Asked for once it is written: every digit would be a question of its own. */
function TicketInput(props: { id: string; value: string; onChange: (value: string) => void }): JSX.Element {
  const [typed, setTyped] = useState(props.value);
  const done = (): void => {
    const number = ticketNumber(typed);
    setTyped(number);
    if (number !== props.value) props.onChange(number);
  };
  return (
    <input
      id={props.id}
      className={styles.input}
      inputMode="numeric"
      autoComplete="off"
      placeholder="12"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) done();
      }}
    />
  );
}
