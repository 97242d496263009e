import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';
import { Icon } from './icon.js';
import styles from './made-link.module.css';
import { Notice } from './notice.js';

interface MadeLinkProps {
  url: string;
  /** What becomes of it, for whoever is about to close this. */
  notice: string;
}

/** A link that is shown this once, to stand in a dialog. */
export function MadeLink({ url, notice }: MadeLinkProps): JSX.Element {
  const { t } = useTranslation();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(url);
    setIsCopied(true);
  };
  return (
    <>
      <code className={styles.link}>{url}</code>
      <Notice tone="amber" icon="alert">
        {notice}
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
    </>
  );
}
