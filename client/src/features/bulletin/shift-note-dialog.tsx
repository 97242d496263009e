import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type ShiftNoteRequest } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useServerOffset } from '../../shared/live/use-server-now.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';
import { Notice } from '../../shared/ui/notice.js';
import { TextField } from '../../shared/ui/text-field.js';
import { WordsField } from '../../shared/ui/words-field.js';
import { useClientId } from '../../shared/words/use-client-id.js';
import { useShiftNoteAction } from './api/bulletin.js';

const days = { none: null, tomorrow: 1, threeDays: 3, week: 7 } as const;
type End = keyof typeof days;

interface ShiftNoteDialogProps {
  accounts: readonly AccountView[];
  onClose: () => void;
}

export function ShiftNoteDialog({ accounts, onClose }: ShiftNoteDialogProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const offset = useServerOffset();
  const clientIdOf = useClientId();
  // Chosen by nobody but the person: what is told in the wrong line reaches people whom it doesn't concern.
  const [accountId, setAccountId] = useState(accounts.length === 1 ? (accounts[0]?.id ?? null) : null);
  const [topic, setTopic] = useState('');
  const [text, setText] = useState('');
  const [number, setNumber] = useState('');
  const [end, setEnd] = useState<End>('none');
  const [problem, setProblem] = useState<string | null>(null);
  const write = useShiftNoteAction<ShiftNoteRequest>();
  const confirm = (): void => {
    const digits = number.normalize('NFKC').trim();
    if (accountId === null) return setProblem(t('shiftNote.accountMissing'));
    if (topic.trim() === '' || text.trim() === '') return setProblem(t('shiftNote.missing'));
    if (!/^\d{0,9}$/.test(digits)) return setProblem(t('shiftNote.ticketBroken'));
    setProblem(null);
    const lasts = days[end];
    const said = {
      accountId,
      ticketNumber: digits === '' ? null : Number(digits),
      topic: topic.trim(),
      text: text.trim(),
    };
    // Of its end, what was chosen: the instant is another with each press.
    const clientId = clientIdOf({ ...said, end });
    const until = lasts === null ? null : new Date(Date.now() + offset + lasts * 86_400_000).toISOString();
    write.mutate({ clientId, ...said, until }, { onSuccess: onClose });
  };
  return (
    <ActionDialog
      title={t('shiftNote.title')}
      confirm={t('shiftNote.save')}
      action={write}
      onConfirm={confirm}
      onClose={onClose}
    >
      {accounts.length > 1 && (
        <ChoiceGroup
          label={t('shiftNote.account')}
          value={accountId}
          choices={accounts.map(({ id, name }) => ({ value: id, name: name[language] }))}
          isFirst
          onChange={(chosen) => {
            setAccountId(chosen);
            setProblem(null);
          }}
        />
      )}
      <TextField
        label={t('shiftNote.topic')}
        value={topic}
        onChange={setTopic}
        maxLength={100}
        autoFocus={accounts.length < 2}
      />
      <WordsField label={t('shiftNote.text')} value={text} onChange={setText} longest={1000} />
      <TextField label={t('shiftNote.ticket')} value={number} onChange={setNumber} inputMode="numeric" />
      <ChoiceGroup
        label={t('shiftNote.until')}
        value={end}
        isInRow
        choices={(Object.keys(days) as End[]).map((one) => ({ value: one, name: t(`shiftNote.end.${one}`) }))}
        onChange={setEnd}
      />
      {problem !== null && (
        <Notice tone="danger" role="alert" icon="alert">
          {problem}
        </Notice>
      )}
    </ActionDialog>
  );
}
