import { type JSX, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ErasureView, type HoldView } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useAccountNames } from './api/account-names.js';
import { useErasures } from './api/erasures.js';
import { CertificateDialog, DecideDialog, ReleaseDialog } from './erasure-dialogs.js';
import styles from './erasure.module.css';
import { NameCallerDialog } from './name-caller-dialog.js';

/** Who wants to be erased, who has been, and what stands against it. */
export function ErasureList(): JSX.Element {
  const { t } = useTranslation();
  const query = useErasures();
  const accountName = useAccountNames();
  const [naming, setNaming] = useState<'erase' | 'hold' | null>(null);
  if (query.data === undefined) return <LoadState query={query} />;
  const { erasures, holds, retention, keyBackupDays: days } = query.data;
  const asked = erasures.filter(({ state }) => state === 'asked');
  const decided = erasures.filter(({ state }) => state !== 'asked');
  return (
    <>
      <p className={styles.explain}>{t('erasure.explain', { days })}</p>
      <Part heading={t('erasure.asked')} none={t('erasure.noneAsked')}>
        {asked.map((erasure) => (
          <ErasureRow key={erasure.id} erasure={erasure} days={days} />
        ))}
      </Part>
      <Part
        heading={t('erasure.holds')}
        none={t('erasure.noHolds')}
        action={<Button onPress={() => setNaming('hold')}>{t('erasure.addHold')}</Button>}
      >
        {holds.map((hold) => (
          <HoldRow key={hold.callerId} hold={hold} />
        ))}
      </Part>
      <Part heading={t('erasure.retention')} none="">
        {retention.map(({ accountId, days: kept }) => (
          <li key={accountId} className={styles.row}>
            <p className={styles.who}>{accountName(accountId)}</p>
            <p className={styles.facts}>
              {kept === null ? t('erasure.keptForEver') : t('erasure.keptFor', { count: kept })}
            </p>
          </li>
        ))}
      </Part>
      <Part
        heading={t('erasure.decided')}
        none={t('erasure.noneDecided')}
        action={<Button onPress={() => setNaming('erase')}>{t('erasure.eraseOne')}</Button>}
      >
        {decided.map((erasure) => (
          <ErasureRow key={erasure.id} erasure={erasure} days={days} />
        ))}
      </Part>
      {naming !== null && (
        <NameCallerDialog what={naming} accounts={retention} days={days} onClose={() => setNaming(null)} />
      )}
    </>
  );
}

interface PartProps {
  heading: string;
  none: string;
  action?: JSX.Element;
  children: JSX.Element[];
}

function Part({ heading, none, action, children }: PartProps): JSX.Element {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id} className={styles.heading}>
          {heading}
        </h2>
        {action}
      </div>
      {children.length === 0 ? (
        <p className={styles.none}>{none}</p>
      ) : (
        <ul className={styles.rows}>{children}</ul>
      )}
    </section>
  );
}

function ErasureRow({ erasure, days }: { erasure: ErasureView; days: number }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [open, setOpen] = useState<'confirm' | 'decline' | 'certificate' | null>(null);
  const close = (): void => setOpen(null);
  const accountName = useAccountNames();
  const { alias, state, obstacle } = erasure;
  const label = (action: string): string => t('erasure.actionLabel', { action, alias });
  const at = dayAndTime(erasure.decidedAt ?? erasure.askedAt, language);
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <p className={styles.name}>
          {alias} <Chip>{t(`erasure.state.${state}`)}</Chip>
        </p>
        <p className={styles.facts}>{accountName(erasure.accountId)}</p>
      </div>
      <div className={styles.what}>
        <p className={styles.facts}>
          {t(`erasure.cause.${erasure.cause}`)} · {at}
          {erasure.decidedBy !== null && ` · ${erasure.decidedBy}`}
        </p>
        {obstacle !== null && <p className={styles.obstacle}>{t(`erasure.obstacle.${obstacle}`)}</p>}
      </div>
      <div className={styles.actions}>
        {state === 'asked' && (
          <>
            <Button
              look="plain"
              size="small"
              aria-label={label(t('erasure.decline'))}
              onPress={() => setOpen('decline')}
            >
              {t('erasure.decline')}
            </Button>
            <Button
              look="danger"
              size="small"
              isDisabled={obstacle !== null}
              aria-label={label(t('erasure.confirm'))}
              onPress={() => setOpen('confirm')}
            >
              {t('erasure.confirm')}
            </Button>
          </>
        )}
        {state === 'done' && (
          <Button
            look="plain"
            size="small"
            aria-label={label(t('erasure.certificate'))}
            onPress={() => setOpen('certificate')}
          >
            {t('erasure.certificate')}
          </Button>
        )}
      </div>
      {open === 'certificate' && <CertificateDialog id={erasure.id} onClose={close} />}
      {(open === 'confirm' || open === 'decline') && (
        <DecideDialog erasure={erasure} decision={open} days={days} onClose={close} />
      )}
    </li>
  );
}

function HoldRow({ hold }: { hold: HoldView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isReleasing, setReleasing] = useState(false);
  const accountName = useAccountNames();
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <p className={styles.name}>{hold.alias}</p>
        <p className={styles.facts}>{accountName(hold.accountId)}</p>
      </div>
      <div className={styles.what}>
        <p className={styles.reason}>{hold.reason ?? t('erasure.reasonGone')}</p>
        <p className={styles.facts}>
          {hold.by} · {dayAndTime(hold.at, language)}
        </p>
      </div>
      <div className={styles.actions}>
        <Button
          look="plain"
          size="small"
          aria-label={t('erasure.actionLabel', { action: t('erasure.release'), alias: hold.alias })}
          onPress={() => setReleasing(true)}
        >
          {t('erasure.release')}
        </Button>
      </div>
      {isReleasing && <ReleaseDialog hold={hold} onClose={() => setReleasing(false)} />}
    </li>
  );
}
