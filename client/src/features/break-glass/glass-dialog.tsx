import { type JSX, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type AccountView, type FoundTicket, GLASS_MINUTES, SHORTEST_REASON } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Notice } from '../../shared/ui/notice.js';
import { ReasonField } from '../../shared/ui/reason-field.js';
import { SelectField } from '../../shared/ui/select-field.js';
import { TextField } from '../../shared/ui/text-field.js';
import { useBreakGlass, useFoundTicket } from './api/glasses.js';

interface GlassDialogProps {
  /** Those in which the person may need it. */
  accounts: readonly AccountView[];
  onOpened: (ticketId: string) => void;
  onClose: () => void;
}

/** Which ticket, and why: the ticket is named before anything is opened. */
export function GlassDialog({ accounts, onOpened, onClose }: GlassDialogProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [account, setAccount] = useState(accounts[0]?.id ?? '');
  const [digits, setDigits] = useState('');
  const [reason, setReason] = useState('');
  const number = useDeferredValue(numberOf(digits));
  const found = useFoundTicket(account, number);
  const action = useBreakGlass();
  const ticket = number === null ? undefined : found.data;
  const isReady = ticket?.needs === 'glass' && reason.trim().length >= SHORTEST_REASON;
  return (
    <ActionDialog
      title={t('glass.title')}
      explain={
        <>
          <p>{t('glass.explain', { minutes: GLASS_MINUTES })}</p>
          <p>{t('glass.told')}</p>
        </>
      }
      confirm={t('glass.confirm')}
      look="danger"
      action={action}
      isDisabled={!isReady}
      onConfirm={() =>
        ticket &&
        action.mutate(
          { ticketId: ticket.ticketId, reason: reason.trim() },
          { onSuccess: () => onOpened(ticket.ticketId) },
        )
      }
      onClose={onClose}
    >
      {accounts.length > 1 && (
        <SelectField
          label={t('glass.account')}
          value={account}
          choices={accounts.map(({ id, name }) => ({ value: id, name: name[language] }))}
          onChange={setAccount}
        />
      )}
      <TextField
        label={t('glass.number')}
        missing={t('glass.numberMissing')}
        value={digits}
        onChange={setDigits}
        inputMode="numeric"
        maxLength={9}
        isRequired
        autoFocus
      />
      <Found ticket={ticket} error={number === null ? null : found.error} />
      <ReasonField
        value={reason}
        onChange={setReason}
        hint={t('glass.reasonHint', { shortest: SHORTEST_REASON })}
      />
    </ActionDialog>
  );
}

/** It stands always, so that a screen reader hears what a number means. */
function Found({ ticket, error }: { ticket: FoundTicket | undefined; error: Error | null }): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  return (
    <div role="status" data-found={ticket?.needs}>
      {error !== null && <Notice tone="amber">{errorMessage(error)}</Notice>}
      {ticket !== undefined && (
        <Notice tone={ticket.needs === 'glass' ? 'plain' : 'amber'}>
          <strong>
            {t('glass.found', {
              alias: ticket.alias,
              number: ticket.number,
              state: t(`glass.state.${ticket.state}`),
              name: ticket.counselor ?? t('glass.nobody'),
            })}
          </strong>
          {ticket.needs !== 'glass' && <p>{t(`glass.${ticket.needs}`)}</p>}
        </Notice>
      )}
    </div>
  );
}

/** As people type it with an input method, too. */
function numberOf(digits: string): number | null {
  const plain = digits.normalize('NFKC').replace(/^#/, '').trim();
  return /^[1-9]\d{0,8}$/.test(plain) ? Number(plain) : null;
}
