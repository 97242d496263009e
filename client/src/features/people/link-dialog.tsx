import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type PersonView, type SignInLink } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { MadeLink } from '../../shared/ui/made-link.js';
import { Modal } from '../../shared/ui/modal.js';
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
  if (make.data !== undefined) return <MadeDialog person={person} link={make.data} onClose={onClose} />;
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

interface MadeDialogProps {
  person: PersonView;
  link: SignInLink;
  onClose: () => void;
}

function MadeDialog({ person, link, onClose }: MadeDialogProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
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
      <MadeLink url={link.url} notice={t('people.madeOnce')} />
    </Modal>
  );
}
