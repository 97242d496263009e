import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type HoursPreset, hoursPresets } from '../../shared/administration-contract.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { SelectField } from '../../shared/ui/select-field.js';
import { TextField } from '../../shared/ui/text-field.js';
import { useCreateAccount } from './api/accounts.js';

interface NewAccountDialogProps {
  taken: readonly string[];
  onMade: (accountId: string) => void;
  onClose: () => void;
}

export function NewAccountDialog({ taken, onMade, onClose }: NewAccountDialogProps): JSX.Element {
  const { t } = useTranslation();
  const create = useCreateAccount();
  const [id, setId] = useState('');
  const [ja, setJa] = useState('');
  const [en, setEn] = useState('');
  const [purpose, setPurpose] = useState('');
  const [channelId, setChannelId] = useState('');
  const [channelSecret, setChannelSecret] = useState('');
  const [hours, setHours] = useState<HoursPreset>('later');
  const submit = (): void =>
    create.mutate(
      {
        id,
        name: { ja: ja.trim(), en: en.trim() === '' ? ja.trim() : en.trim() },
        purpose: purpose.trim(),
        channelId: channelId.trim(),
        channelSecret: channelSecret.trim(),
        hours,
      },
      { onSuccess: (made) => onMade(made.id) },
    );
  const missing = t('accounts.missing');
  return (
    <ActionDialog
      title={t('accounts.makeTitle')}
      explain={t('accounts.makeExplain')}
      confirm={t('accounts.makeConfirm')}
      action={create}
      onConfirm={submit}
      onClose={onClose}
    >
      <TextField
        label={t('accounts.nameJa')}
        value={ja}
        onChange={setJa}
        isRequired
        missing={missing}
        maxLength={50}
        autoFocus
      />
      <TextField label={t('accounts.nameEnOptional')} value={en} onChange={setEn} maxLength={50} />
      <TextField
        label={t('accounts.id')}
        hint={t('accounts.idHint')}
        value={id}
        onChange={setId}
        isRequired
        missing={missing}
        maxLength={63}
        autoComplete="off"
        validate={(text) =>
          taken.includes(text)
            ? t('accounts.idTaken')
            : /^[a-z0-9][a-z0-9-]*$/.test(text)
              ? null
              : t('accounts.idWrong')
        }
      />
      <TextField
        label={t('accounts.purposeOptional')}
        value={purpose}
        onChange={setPurpose}
        maxLength={300}
      />
      <TextField
        label={t('accounts.channelId')}
        hint={t('accounts.channelHint')}
        value={channelId}
        onChange={setChannelId}
        isRequired
        missing={missing}
        inputMode="numeric"
        autoComplete="off"
        validate={(text) => (/^\d{6,20}$/.test(text.trim()) ? null : t('accounts.channelIdWrong'))}
      />
      <TextField
        label={t('accounts.channelSecret')}
        value={channelSecret}
        onChange={setChannelSecret}
        isRequired
        missing={missing}
        autoComplete="off"
        validate={(text) => (/^[0-9a-f]{32}$/.test(text.trim()) ? null : t('accounts.channelSecretWrong'))}
      />
      <SelectField
        label={t('accounts.hours')}
        value={hours}
        choices={hoursPresets.map((value) => ({ value, name: t(`accounts.preset.${value}`) }))}
        onChange={setHours}
      />
    </ActionDialog>
  );
}
