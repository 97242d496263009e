import { useQuery } from '@tanstack/react-query';
import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { progressViewSchema } from '../../shared/administration-contract.js';
import { request } from '../../shared/api/request.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { dayAndTime } from '../../shared/format/time.js';
import { administrationKey } from '../../shared/live/query-keys.js';
import { Link } from '../../shared/navigation/link.js';
import { Icon } from '../../shared/ui/icon.js';
import { LoadState } from '../../shared/ui/load-state.js';
import styles from './progress.module.css';
import { type Step, stepsOf } from './steps.js';

/** While somebody waits for the first message, it should stand there within a breath. */
const everyMs = 3000;

interface ProgressProps {
  addressOf: (step: Step) => string;
}

/** What is done and what comes next, from the first administrator to the first caller. Each step can be left and gone on with. */
export function Progress({ addressOf }: ProgressProps): JSX.Element {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: [administrationKey, 'progress'],
    queryFn: ({ signal }) => request(progressViewSchema, '/api/admin/progress', { signal }),
    refetchInterval: everyMs,
  });
  if (query.data === undefined) return <LoadState query={query} />;
  const steps = stepsOf(query.data);
  const open = steps.filter(({ isDone }) => !isDone).length;
  return (
    <section className={styles.card} aria-labelledby="progress">
      <h2 id="progress" className={styles.heading}>
        {t('progress.heading')}
      </h2>
      <p className={styles.explain} role="status">
        {open === 0 ? t('progress.allDone') : t('progress.open', { count: open })}
      </p>
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <StepRow
            key={step.id}
            step={step}
            isNext={index === steps.findIndex(({ isDone }) => !isDone)}
            address={addressOf(step)}
          />
        ))}
      </ol>
    </section>
  );
}

interface StepRowProps {
  step: Step;
  isNext: boolean;
  address: string;
}

function StepRow({ step, isNext, address }: StepRowProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id, isDone, account, at } = step;
  return (
    <li
      className={styles.step}
      data-done={isDone}
      data-next={isNext}
      aria-current={isNext ? 'step' : undefined}
    >
      <span className={styles.mark}>
        {isDone ? <Icon name="check" size={16} /> : <Icon name={isNext ? 'line' : 'away'} size={16} />}
      </span>
      <div className={styles.words}>
        <p className={styles.name}>
          <Link href={address}>{t(`progress.step.${id}.name`)}</Link>
          <span className="visually-hidden">{t(isDone ? 'progress.done' : 'progress.notDone')}</span>
        </p>
        <p className={styles.explain}>
          {account !== null && !isDone && t('progress.account', { name: account.name[language] })}
          {isDone ? t(`progress.step.${id}.done`) : t(`progress.step.${id}.todo`)}
          {at !== null && t('progress.at', { time: dayAndTime(at, language) })}
        </p>
      </div>
    </li>
  );
}
