import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type DeskView } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { AccountAlarmWords } from '../../shared/ui/account-alarm.js';
import { alarmsToShow, alarmTone } from '../../shared/ui/account-alarm-figures.js';
import { Notice } from '../../shared/ui/notice.js';
import { OpeningMark } from '../../shared/ui/opening-mark.js';
import styles from './account-cards.module.css';
import { accountLoad } from './summary.js';

export function AccountCards({ desk }: { desk: DeskView }): JSX.Element {
  return (
    <ul className={styles.cards}>
      {desk.accounts.map((account) => (
        <AccountCard key={account.id} account={account} desk={desk} />
      ))}
    </ul>
  );
}

function AccountCard({ account, desk }: { account: AccountView; desk: DeskView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state, nextChangeAt, hoursToday } = account.opening;
  const load = accountLoad(desk, account.id);
  const number = (value: number): string => value.toLocaleString(language);
  return (
    <li className={styles.card}>
      <h3 className={styles.name}>{account.name[language]}</h3>
      <dl className={styles.facts}>
        <dt>{t('board.now')}</dt>
        <dd>
          <OpeningMark state={state} />
          <span className={styles.hours}>
            {hoursToday === null ? t('opening.closedToday') : t('opening.today', { hours: hoursToday })}
          </span>
        </dd>
        <dt>{t('lists.waiting')}</dt>
        <dd>{t('board.tickets', { count: load.waiting })}</dd>
        <dt>{t('board.next')}</dt>
        <dd>
          {nextChangeAt === null ? (
            t('board.nextNone')
          ) : (
            <time dateTime={nextChangeAt}>
              {t('opening.changes', { time: dayAndTime(nextChangeAt, language) })}
            </time>
          )}
        </dd>
        <dt>{t('caller.state.active')}</dt>
        <dd>{t('board.tickets', { count: load.active })}</dd>
        <dt>{t('staffing.name')}</dt>
        <dd>
          <Staffing account={account} />
        </dd>
        <dt>{t('staffing.mode')}</dt>
        <dd>{t(`staffing.${account.assignmentMode}`)}</dd>
        {account.quota !== null && (
          <>
            <dt>{t('board.quota')}</dt>
            <dd>
              {account.quota.limit === null
                ? t('board.quotaUnlimited', { used: number(account.quota.used) })
                : t('board.quotaValue', {
                    used: number(account.quota.used),
                    limit: number(account.quota.limit),
                  })}
            </dd>
          </>
        )}
      </dl>
      {alarmsToShow(account.alarms).map((alarm) => (
        <Notice key={alarm.kind} tone={alarmTone(alarm.kind)} icon="alert">
          <AccountAlarmWords quota={account.quota} alarm={alarm} />
        </Notice>
      ))}
      {account.staffing.held && (
        <Notice tone="amber" role="status" icon="clock">
          {t('staffing.held')}
        </Notice>
      )}
      {state === 'unknown' && (
        <Notice tone="danger" role="status" icon="alert">
          {t('opening.unknownHint')}
        </Notice>
      )}
      {account.setAside > 0 && (
        <Notice tone="danger" role="status" icon="alert">
          <strong>{t('board.setAside', { count: account.setAside })}</strong>
          <br />
          {t('board.setAsideHint')}
        </Notice>
      )}
    </li>
  );
}

/** How many are there for new callers, against how many the account asks for. */
function Staffing({ account: { staffing, opening } }: { account: AccountView }): JSX.Element {
  const { t } = useTranslation();
  const { available, minimum, online } = staffing;
  // Outside its hours nobody is missed.
  const isShort = opening.state !== 'closed' && available < minimum;
  return (
    <>
      <span className={isShort ? styles.short : undefined}>
        {minimum === 0 ? t('staffing.plain', { available }) : t('staffing.value', { available, minimum })}
      </span>
      <span className={styles.hours}>{t('staffing.online', { online })}</span>
    </>
  );
}
