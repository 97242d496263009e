import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type FindingView, type LineCheckView } from '../../shared/administration-contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { Icon, type IconName } from '../../shared/ui/icon.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { RefusalNotice } from '../../shared/ui/refusal-notice.js';
import styles from './accounts.module.css';
import { useAskLine, useLineCheck } from './api/accounts.js';

const marks: Readonly<Record<FindingView['state'], IconName>> = {
  ok: 'check',
  wrong: 'alert',
  note: 'lines',
  unknown: 'wait',
};

/** What LINE says of the settings, and what to change where. Asked when somebody presses, never by itself. */
export function LineCheckCard({ accountId }: { accountId: string }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const query = useLineCheck(accountId);
  const ask = useAskLine(accountId);
  const { data } = query;
  return (
    <section className={styles.card} aria-labelledby="account-check">
      <div className={styles.cardHead}>
        <h2 id="account-check" className={styles.heading}>
          {t('accounts.check')}
        </h2>
        <Button isPending={ask.isPending} onPress={() => ask.mutate(undefined)}>
          {t(ask.isPending ? 'accounts.checking' : 'accounts.ask')}
        </Button>
      </div>
      <RefusalNotice error={ask.error} attempt={ask.submittedAt} />
      {data === undefined ? (
        <LoadState query={query} />
      ) : (
        <>
          <p className={styles.explain} role="status">
            {data.checkedAt === null
              ? t('accounts.neverChecked')
              : t(verdict(data.findings), { time: dayAndTime(data.checkedAt, language) })}
          </p>
          {data.findings.length > 0 && (
            <ul className={styles.findings}>
              {data.findings.map((finding) => (
                <li key={finding.id} className={styles.finding} data-state={finding.state}>
                  <Icon name={marks[finding.state]} size={16} />
                  <div>
                    <p>
                      <span className="visually-hidden">{t(`accounts.finding.${finding.state}`)}</span>
                      {finding.what[language]}
                    </p>
                    {finding.todo !== undefined && <p className={styles.todo}>{finding.todo[language]}</p>}
                  </div>
                </li>
              ))}
            </ul>
          )}
          <Manual items={data.manual} onConfirm={(item) => ask.mutate(item)} />
        </>
      )}
    </section>
  );
}

function verdict(findings: readonly FindingView[]) {
  if (findings.some(({ state }) => state === 'wrong')) return 'accounts.checkWrong';
  return findings.some(({ state }) => state === 'unknown') ? 'accounts.checkUnknown' : 'accounts.checkOk';
}

interface ManualProps {
  items: LineCheckView['manual'];
  onConfirm: (item: string) => void;
}

/** What LINE can't be asked: a person looks, and says so by their name. */
function Manual({ items, onConfirm }: ManualProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <>
      <h3 className={styles.explain}>{t('accounts.manual')}</h3>
      <ul className={styles.findings}>
        {items.map(({ id, what, where, confirmed }) => (
          <li key={id} className={styles.finding} data-state={confirmed === null ? 'unknown' : 'ok'}>
            <Icon name={confirmed === null ? 'wait' : 'check'} size={16} />
            <div>
              <p>{what[language]}</p>
              <p className={styles.todo}>
                {confirmed === null
                  ? where[language]
                  : t('accounts.confirmedBy', {
                      name: confirmed.by,
                      time: dayAndTime(confirmed.at, language),
                    })}
              </p>
            </div>
            <Button
              look="plain"
              size="small"
              aria-label={t('accounts.confirmLabel', { what: what[language] })}
              onPress={() => onConfirm(id)}
            >
              {t(confirmed === null ? 'accounts.confirm' : 'accounts.confirmAgain')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
