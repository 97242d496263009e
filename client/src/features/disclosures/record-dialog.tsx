import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { askerKinds, type AuditChoices, legalBases, type NewDisclosure } from '../../shared/contract.js';
import { inputOfInstant, instantOfInput } from '../../shared/format/input-time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { TextField } from '../../shared/ui/text-field.js';
import { useAccounts, useRecord } from './api.js';
import styles from './disclosures.module.css';
import { Field, LongField, SelectField } from './fields.js';

/** The one thing that is done most in the ledger. */
export function RecordButton(): JSX.Element {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const choices = useAccounts();
  return (
    <>
      <Button look="primary" isDisabled={choices.data === undefined} onPress={() => setIsOpen(true)}>
        {t('disclosure.record')}
      </Button>
      {isOpen && choices.data !== undefined && (
        <RecordDialog accounts={choices.data.accounts} onClose={() => setIsOpen(false)} />
      )}
    </>
  );
}

interface Draft extends Omit<NewDisclosure, 'ticketNumber' | 'receivedAt'> {
  readonly ticket: string;
  readonly received: string;
}

function RecordDialog(props: { accounts: AuditChoices['accounts']; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const record = useRecord();
  const [draft, setDraft] = useState<Draft>(() => ({
    accountId: props.accounts[0]?.id ?? '',
    ticket: '',
    askerKind: 'police',
    asker: '',
    basis: 'inquiry',
    received: inputOfInstant(Date.now()),
    asked: '',
  }));
  const set = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const request = requestOf(draft);
  return (
    <ActionDialog
      title={t('disclosure.record')}
      explain={<p>{t('disclosure.recordExplain')}</p>}
      confirm={t('disclosure.save')}
      action={record}
      isDisabled={request === undefined}
      onConfirm={() => request !== undefined && record.mutate(request, { onSuccess: props.onClose })}
      onClose={props.onClose}
    >
      <div className={styles.pair}>
        <SelectField
          label={t('disclosure.askerKindLabel')}
          value={draft.askerKind}
          options={askerKinds.map((kind) => [kind, t(`disclosure.askerKind.${kind}`)])}
          onChange={(askerKind) => set({ askerKind })}
        />
        <SelectField
          label={t('disclosure.basisLabel')}
          value={draft.basis}
          options={legalBases.map((basis) => [basis, t(`disclosure.basis.${basis}`)])}
          onChange={(basis) => set({ basis })}
        />
      </div>
      <TextField
        label={t('disclosure.askerLabel')}
        value={draft.asker}
        maxLength={200}
        isRequired
        onChange={(asker) => set({ asker })}
      />
      <Field label={t('disclosure.receivedLabel')}>
        {(id) => (
          <input
            id={id}
            type="datetime-local"
            className={styles.input}
            value={draft.received}
            onChange={(event) => set({ received: event.target.value })}
          />
        )}
      </Field>
      <div className={styles.pair}>
        <SelectField
          label={t('disclosure.accountLabel')}
          value={draft.accountId}
          options={props.accounts.map(({ id, name }) => [id, name[language]])}
          onChange={(accountId) => set({ accountId })}
        />
        <TextField
          label={t('disclosure.ticketLabel')}
          value={draft.ticket}
          inputMode="numeric"
          maxLength={9}
          onChange={(ticket) => set({ ticket })}
        />
      </div>
      <LongField
        label={t('disclosure.askedLabel')}
        value={draft.asked}
        onChange={(asked) => set({ asked })}
      />
    </ActionDialog>
  );
}

/** What is sent; undefined while something is missing. */
function requestOf({ ticket, received, ...draft }: Draft): NewDisclosure | undefined {
  const receivedAt = instantOfInput(received);
  const digits = ticket.normalize('NFKC').replaceAll(/\D/g, '');
  const ticketNumber = digits === '' ? null : Number(digits);
  const isWhole = draft.asker.trim() !== '' && draft.asked.trim() !== '' && ticketNumber !== 0;
  return isWhole && receivedAt !== null ? { ...draft, receivedAt, ticketNumber } : undefined;
}
