import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type TestSent, type TestView } from '../../shared/administration-contract.js';
import { clockTime, dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { Notice } from '../../shared/ui/notice.js';
import { RefusalNotice } from '../../shared/ui/refusal-notice.js';
import styles from './accounts.module.css';
import { useSendTest, useTestCallers, useTests } from './api/accounts.js';

/** Tries whether our messages arrive, on the administrator's own telephone and nobody else's. */
export function TestCard({ accountId }: { accountId: string }): JSX.Element {
  const { t } = useTranslation();
  const query = useTests(accountId);
  const callers = useTestCallers(accountId);
  return (
    <section className={styles.card} aria-labelledby="account-test">
      <div className={styles.cardHead}>
        <h2 id="account-test" className={styles.heading}>
          {t('accounts.test')}
        </h2>
        <Button isPending={callers.isPending} onPress={() => callers.mutate(undefined)}>
          {t('accounts.testCode')}
        </Button>
      </div>
      <p className={styles.explain}>{t('accounts.testExplain')}</p>
      <RefusalNotice error={callers.error} attempt={callers.submittedAt} />
      {query.data === undefined ? (
        <LoadState query={query} />
      ) : (
        <>
          {query.data.code !== null && <Code code={query.data.code} />}
          {query.data.callers.length === 0
            ? query.data.code === null && <p className={styles.explain}>{t('accounts.testNobody')}</p>
            : query.data.callers.map((caller) => (
                <TestCaller
                  key={caller.id}
                  accountId={accountId}
                  caller={caller}
                  onForget={() => callers.mutate(caller.id)}
                />
              ))}
        </>
      )}
    </section>
  );
}

function Code({ code }: { code: NonNullable<TestView['code']> }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <>
      <p>{t('accounts.testWrite', { time: clockTime(code.expiresAt, language) })}</p>
      <output className={styles.big}>{code.code}</output>
    </>
  );
}

interface TestCallerProps {
  accountId: string;
  caller: TestView['callers'][number];
  onForget: () => void;
}

function TestCaller({ accountId, caller, onForget }: TestCallerProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const send = useSendTest(accountId);
  return (
    <div className={styles.findings}>
      <div className={styles.cardHead}>
        <p className={styles.name}>
          {caller.alias}
          <span className={styles.facts}>
            {t('accounts.testSince', { time: dayAndTime(caller.since, language) })}
          </span>
        </p>
        <div className={styles.copyable}>
          <Button
            look="plain"
            size="small"
            aria-label={t('accounts.testForgetLabel', { alias: caller.alias })}
            onPress={onForget}
          >
            {t('accounts.testForget')}
          </Button>
          <Button
            size="small"
            isPending={send.isPending}
            aria-label={t('accounts.testSendLabel', { alias: caller.alias })}
            onPress={() => send.mutate(caller.id)}
          >
            {t('accounts.testSend')}
          </Button>
        </div>
      </div>
      <RefusalNotice error={send.error} attempt={send.submittedAt} />
      {send.data !== undefined && <Sent sent={send.data} />}
    </div>
  );
}

function Sent({ sent }: { sent: TestSent }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const time = clockTime(sent.sentAt, language);
  return (
    <Notice tone={sent.outcome === 'accepted' ? 'plain' : 'danger'} role="status">
      <p>{t(`accounts.sent.${sent.outcome}`, { time, status: sent.status })}</p>
      {sent.answer !== null && <p>{t('accounts.lineSays', { words: sent.answer })}</p>}
    </Notice>
  );
}
