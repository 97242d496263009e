import { type FormEvent, type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QUICK_REPLY_LENGTH, QUICK_REPLY_LIMIT } from '../../../shared/contract.js';
import { Button } from '../../../shared/ui/button.js';
import { Icon } from '../../../shared/ui/icon.js';
import { Modal } from '../../../shared/ui/modal.js';
import { TextField } from '../../../shared/ui/text-field.js';
import styles from './forms.module.css';
import { quickReplyFault } from './quick-reply.js';

interface QuickReplyEditorProps {
  isOpen: boolean;
  labels: readonly string[];
  onChange: (labels: string[]) => void;
  onClose: () => void;
}

export function QuickReplyEditor({ isOpen, labels, onChange, onClose }: QuickReplyEditorProps): JSX.Element {
  const { t } = useTranslation();
  const [label, setLabel] = useState('');
  const fault = label.trim() === '' ? null : quickReplyFault(labels, label);
  const limits = { tooLong: QUICK_REPLY_LENGTH, full: QUICK_REPLY_LIMIT, same: 0 };
  const add = (event: FormEvent): void => {
    event.preventDefault();
    if (label.trim() === '' || fault !== null) return;
    onChange([...labels, label.trim()]);
    setLabel('');
  };
  return (
    <Modal isOpen={isOpen} onOpenChange={(open) => !open && onClose()} title={t('quickReply.heading')}>
      <p className={styles.explain}>{t('quickReply.explain')}</p>
      {labels.length === 0 ? (
        <p className={styles.none}>{t('quickReply.none')}</p>
      ) : (
        <ul className={styles.labels} aria-label={t('quickReply.list')}>
          {labels.map((name) => (
            <li key={name} className={styles.label}>
              {name}
              <Button
                look="plain"
                size="icon"
                className={styles.remove ?? ''}
                aria-label={t('quickReply.remove', { name })}
                onPress={() => onChange(labels.filter((other) => other !== name))}
              >
                <Icon name="close" size={14} />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form className={styles.row} onSubmit={add}>
        <TextField
          label={t('quickReply.field', { limit: QUICK_REPLY_LENGTH })}
          value={label}
          onChange={setLabel}
          isInvalid={fault !== null}
          autoFocus
        />
        <Button type="submit" isDisabled={label.trim() === '' || fault !== null}>
          {t('quickReply.add')}
        </Button>
      </form>
      {fault !== null && (
        <p className={styles.fault} role="alert">
          {t(`quickReply.${fault}`, { limit: limits[fault] })}
        </p>
      )}
      <div className={styles.buttons}>
        <Button look="primary" onPress={onClose}>
          {t('quickReply.done')}
        </Button>
      </div>
    </Modal>
  );
}
