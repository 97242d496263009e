import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Device, type PasskeyView } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { deviceWords } from '../../shared/passkey/device-words.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { Icon } from '../../shared/ui/icon.js';
import { TextField } from '../../shared/ui/text-field.js';
import { useAddPasskey, useRemovePasskey, useRenamePasskey } from './api/security.js';
import styles from './security.module.css';

interface PasskeySectionProps {
  passkeys: readonly PasskeyView[];
  device: Device;
}

export function PasskeySection({ passkeys, device }: PasskeySectionProps): JSX.Element {
  const { t } = useTranslation();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <section className={styles.section} aria-labelledby="passkeys">
      <div className={styles.top}>
        <h2 id="passkeys" className={styles.heading}>
          {t('passkey.heading')}
        </h2>
        <Button size="small" onPress={() => setIsAdding(true)}>
          <Icon name="add" size={16} />
          {t('passkey.add')}
        </Button>
      </div>
      <p className={styles.explain}>{t('passkey.explain')}</p>
      {passkeys.length === 0 ? (
        <p className={styles.empty}>{t('passkey.empty')}</p>
      ) : (
        <ul className={styles.rows}>
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
      {isAdding && <AddDialog device={device} onClose={() => setIsAdding(false)} />}
    </section>
  );
}

function PasskeyRow({ passkey }: { passkey: PasskeyView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [asking, setAsking] = useState<'rename' | 'remove' | null>(null);
  const close = (): void => setAsking(null);
  const { name, createdAt, lastUsedAt } = passkey;
  return (
    <li className={styles.row}>
      <Icon name="key" />
      <div className={styles.what}>
        <p className={styles.name}>
          {name}
          {passkey.synced && <Chip title={t('passkey.syncedHint')}>{t('passkey.synced')}</Chip>}
          {passkey.suspect && <Chip tone="danger">{t('passkey.suspect')}</Chip>}
        </p>
        <p className={styles.facts}>
          <span>{t('passkey.added', { time: dayAndTime(createdAt, language) })}</span>
          <span>
            {lastUsedAt === null
              ? t('passkey.neverUsed')
              : t('passkey.used', { time: dayAndTime(lastUsedAt, language) })}
          </span>
        </p>
        {passkey.suspect && <p className={styles.warning}>{t('passkey.suspectHint')}</p>}
      </div>
      <div className={styles.actions}>
        <Button
          look="plain"
          size="small"
          aria-label={t('passkey.renameLabel', { name })}
          onPress={() => setAsking('rename')}
        >
          {t('passkey.rename')}
        </Button>
        <Button
          look="plain"
          size="small"
          aria-label={t('passkey.removeLabel', { name })}
          onPress={() => setAsking('remove')}
        >
          {t('passkey.remove')}
        </Button>
      </div>
      {asking === 'rename' && <RenameDialog passkey={passkey} onClose={close} />}
      {asking === 'remove' && <RemoveDialog passkey={passkey} onClose={close} />}
    </li>
  );
}

function NameField({ value, onChange }: { value: string; onChange: (name: string) => void }): JSX.Element {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('passkey.name')}
      missing={t('passkey.nameMissing')}
      value={value}
      onChange={onChange}
      maxLength={60}
      isRequired
      autoFocus
    />
  );
}

function AddDialog({ device, onClose }: { device: Device; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const add = useAddPasskey();
  const [name, setName] = useState(() => deviceWords(device, t));
  return (
    <ActionDialog
      title={t('passkey.add')}
      explain={t('passkey.addExplain')}
      confirm={add.isPending ? t('passkey.making') : t('passkey.make')}
      action={add}
      onConfirm={() => add.mutate(name.trim(), { onSuccess: onClose })}
      onClose={onClose}
    >
      <NameField value={name} onChange={setName} />
    </ActionDialog>
  );
}

interface RowDialogProps {
  passkey: PasskeyView;
  onClose: () => void;
}

function RenameDialog({ passkey, onClose }: RowDialogProps): JSX.Element {
  const { t } = useTranslation();
  const rename = useRenamePasskey(passkey.id);
  const [name, setName] = useState(passkey.name);
  return (
    <ActionDialog
      title={t('passkey.renameTitle')}
      confirm={t('passkey.renameConfirm')}
      action={rename}
      onConfirm={() => rename.mutate(name.trim(), { onSuccess: onClose })}
      onClose={onClose}
    >
      <NameField value={name} onChange={setName} />
    </ActionDialog>
  );
}

function RemoveDialog({ passkey, onClose }: RowDialogProps): JSX.Element {
  const { t } = useTranslation();
  const remove = useRemovePasskey(passkey.id);
  return (
    <ActionDialog
      title={t('passkey.removeTitle', { name: passkey.name })}
      explain={t('passkey.removeExplain')}
      confirm={t('passkey.removeConfirm')}
      look="danger"
      action={remove}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
