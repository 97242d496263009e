import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type MadeWall } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { paths } from '../../shared/navigation/location.js';
import { Icon } from '../../shared/ui/icon.js';
import { MadeLink } from '../../shared/ui/made-link.js';
import { Modal } from '../../shared/ui/modal.js';
import { useMakeWall } from './api/walls.js';
import { WallForm } from './wall-form.js';
import { WallList } from './wall-list.js';
import styles from './walls.module.css';

interface WallsDialogProps {
  accounts: readonly AccountView[];
  onClose: () => void;
}

/** The screens that are up, with a way to end each, and a new one: its link is shown this once. */
export function WallsDialog({ accounts, onClose }: WallsDialogProps): JSX.Element {
  const { t } = useTranslation();
  const make = useMakeWall();
  if (make.data !== undefined) return <MadeDialog made={make.data} onClose={onClose} />;
  return (
    <Modal isOpen isWide onOpenChange={(isOpen) => !isOpen && onClose()} title={t('walls.title')}>
      <p className={styles.explain}>
        {t('walls.explain')}{' '}
        {/* Beside the console, which stays open: a supervisor who looks at it has not gone. */}
        <a href={paths.wall} target="_blank" rel="noreferrer" className={styles.preview}>
          {t('walls.preview')}
          <Icon name="outside" size={14} />
        </a>
      </p>
      <section className={styles.part} aria-labelledby="walls-running">
        <h3 id="walls-running" className={styles.heading}>
          {t('walls.running')}
        </h3>
        <WallList accounts={accounts} />
      </section>
      <section className={styles.part} aria-labelledby="walls-fresh">
        <h3 id="walls-fresh" className={styles.heading}>
          {t('walls.fresh')}
        </h3>
        <WallForm accounts={accounts} make={make} />
      </section>
    </Modal>
  );
}

function MadeDialog({ made, onClose }: { made: MadeWall; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { name, linkExpiresAt, endsAt } = made.wall;
  return (
    <Modal
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('walls.madeTitle', { name })}
      isDismissable={false}
    >
      <p className={styles.explain}>
        {t('walls.madeExplain', {
          link: dayAndTime(linkExpiresAt, language),
          time: dayAndTime(endsAt, language),
        })}
      </p>
      <MadeLink url={made.url} notice={t('walls.madeOnce')} />
    </Modal>
  );
}
