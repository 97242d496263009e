import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PersonView, type SignInLink } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { Modal } from '../../shared/ui/modal.js';
import { Notice } from '../../shared/ui/notice.js';
import { useMakeLink } from './api/people.js';
import styles from './people.module.css';

interface LinkDialogProps {
  person: PersonView;
  way: 'link' | 'recovery/confirm';
  onClose: () => void;
}

/** Asks, makes a link, and shows it: this once. */
export function LinkDialog({ person, way, onClose }: LinkDialogProps): JSX.Element {
  const { t } = useTranslation();
  const make = useMakeLink(person.staffId, way);
  if (make.data !== undefined) return <MadeLink person={person} link={make.data} onClose={onClose} />;
  const isFirst = way === 'link';
  return (
    <ActionDialog
      title={t(isFirst ? 'people.linkTitle' : 'people.confirmTitle', { name: person.displayName })}
      explain={t(isFirst ? 'people.linkExplain' : 'people.confirmExplain', { name: person.displayName })}
      confirm={t(isFirst ? 'people.makeLink' : 'people.confirmRecovery')}
      action={make}
      onConfirm={() => make.mutate()}
      onClose={onClose}
    />
  );
}

interface MadeLinkProps {
  person: PersonView;
  link: SignInLink;
  onClose: () => void;
}

function MadeLink({ person, link, onClose }: MadeLinkProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link.url);
    setIsCopied(true);
  };
  return (
    <Modal
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('people.madeTitle', { name: person.displayName })}
      isDismissable={false}
    >
      <p className={styles.explain}>
        {t('people.madeExplain', { time: dayAndTime(link.expiresAt, language) })}
      </p>
      <code className={styles.link}>{link.url}</code>
      <Notice tone="amber" icon="alert">
        {t('people.madeOnce')}
      </Notice>
      <div className={styles.buttons}>
        <span className={styles.copied} role="status">
          {isCopied && t('people.copied')}
        </span>
        <Button onPress={() => void copy()} autoFocus>
          <Icon name="copy" size={16} />
          {t('people.copy')}
        </Button>
        <Button slot="close" look="primary">
          {t('common.close')}
        </Button>
      </div>
    </Modal>
  );
}
