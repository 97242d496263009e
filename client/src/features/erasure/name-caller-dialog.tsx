import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type ErasuresView, type FoundCaller } from '../../shared/contract.js';
import { dateAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { isTakenByInputMethod } from '../../shared/keys/input-method.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';
import { Notice } from '../../shared/ui/notice.js';
import { ReasonField } from '../../shared/ui/reason-field.js';
import { TextField } from '../../shared/ui/text-field.js';
import { useAccountNames } from './api/account-names.js';
import { useFindCaller, useNameCaller } from './api/erasures.js';
import styles from './erasure.module.css';

type What = 'erase' | 'hold';

interface NameCallerProps {
  what: What;
  accounts: ErasuresView['retention'];
  days: number;
  onClose: () => void;
}

/**
 * Administrators know a caller by nothing but the number of a ticket, which a supervisor tells them. A number mistyped is
 * somebody else: whom it means is shown first, and only they are erased or held.
 */
export function NameCallerDialog({ what, accounts, days, onClose }: NameCallerProps): JSX.Element {
  const { t } = useTranslation();
  const find = useFindCaller();
  const name = useNameCaller(what);
  const accountName = useAccountNames();
  const [accountId, setAccountId] = useState(accounts[0]?.accountId ?? '');
  const [ticket, setTicket] = useState('');
  const [reason, setReason] = useState('');
  const ticketNumber = numberOf(ticket);
  const found =
    find.data?.accountId === accountId && find.data.ticketNumber === ticketNumber ? find.data : null;
  const check = (): void => {
    if (ticketNumber !== null && !find.isPending) find.mutate({ accountId, ticketNumber });
  };
  /** What was shown, or refused, was about another number. */
  const forget = (): void => {
    find.reset();
    name.reset();
  };
  return (
    <ActionDialog
      title={t(`erasure.${what}Title`)}
      explain={t(`erasure.${what}Explain`, { days })}
      confirm={found === null ? t(`erasure.${what}`) : t(`erasure.${what}Found`, { alias: found.alias })}
      look={what === 'erase' ? 'danger' : 'primary'}
      action={name}
      isDisabled={found === null || !isPossible(what, found)}
      onConfirm={() =>
        found !== null &&
        name.mutate(
          {
            accountId: found.accountId,
            ticketNumber: found.ticketNumber,
            callerId: found.callerId,
            reason: reason.trim(),
          },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <ChoiceGroup
        label={t('erasure.account')}
        value={accountId}
        onChange={(chosen) => {
          setAccountId(chosen);
          forget();
        }}
        choices={accounts.map((each) => ({ value: each.accountId, name: accountName(each.accountId) }))}
      />
      <div className={styles.finding}>
        <TextField
          label={t('erasure.ticket')}
          value={ticket}
          onChange={(typed) => {
            setTicket(typed);
            forget();
          }}
          onKeyDown={(event) => {
            // Enter looks, and never erases; all other keys are the dialog's.
            if (event.key !== 'Enter') return event.continuePropagation();
            if (isTakenByInputMethod(event.nativeEvent)) return;
            event.preventDefault();
            check();
          }}
          inputMode="numeric"
          autoComplete="off"
          isRequired
          missing={t('erasure.ticketMissing')}
        />
        <Button isPending={find.isPending} isDisabled={ticketNumber === null} onPress={check}>
          {t('erasure.check')}
        </Button>
      </div>
      <Found what={what} found={found} error={find.error} />
      <ReasonField value={reason} onChange={setReason} />
    </ActionDialog>
  );
}

interface FoundProps {
  what: What;
  found: FoundCaller | null;
  error: Error | null;
}

/** It stands always, so that a screen reader hears whom a number means. */
function Found({ what, found, error }: FoundProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  return (
    <div role="status">
      {found !== null ? (
        <Who what={what} found={found} />
      ) : error === null ? (
        <Notice tone="plain">{t('erasure.checkFirst')}</Notice>
      ) : (
        <Notice tone="amber" icon="alert">
          {errorMessage(error)}
        </Notice>
      )}
    </div>
  );
}

function Who({ what, found }: { what: What; found: FoundCaller }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const accountName = useAccountNames();
  const { alias, ticketNumber, consultations, firstAt, lastAt, isHeld, erasure, obstacle } = found;
  const standing = isGone(found)
    ? t('erasure.gone')
    : what === 'erase' && obstacle !== null
      ? t(`erasure.obstacle.${obstacle}`)
      : null;
  return (
    <Notice {...(standing === null ? { tone: 'plain' } : { tone: 'amber', icon: 'alert' })}>
      <div className={styles.found}>
        <strong className={styles.foundName}>{alias}</strong>
        <p>{t('erasure.foundTicket', { number: ticketNumber, account: accountName(found.accountId) })}</p>
        <p className={styles.foundTimes}>
          <span>{t('erasure.foundCount', { count: consultations })}</span>{' '}
          <span>{t('erasure.foundFirst', { time: dateAndTime(firstAt, language) })}</span>{' '}
          {consultations > 1 && (
            <span>{t('erasure.foundLast', { time: dateAndTime(lastAt, language) })}</span>
          )}
        </p>
        {what === 'hold' && isHeld && <p>{t('erasure.foundHeld')}</p>}
        {erasure === 'asked' && <p>{t(`erasure.foundAsked.${what}`)}</p>}
        <p className={styles.foundEnd}>{standing ?? t('erasure.foundSure')}</p>
      </div>
    </Notice>
  );
}

const isGone = ({ erasure }: FoundCaller): boolean => erasure === 'begun' || erasure === 'done';

function isPossible(what: What, found: FoundCaller): boolean {
  return !isGone(found) && (what === 'hold' || found.obstacle === null);
}

/** As people type it with an input method, too. */
function numberOf(typed: string): number | null {
  const plain = typed.normalize('NFKC').trim().replace(/^#/, '');
  return /^[1-9]\d{0,8}$/.test(plain) ? Number(plain) : null;
}
