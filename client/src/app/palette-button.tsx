import { type JSX, use } from 'react';
import { useTranslation } from 'react-i18next';
import { ariaKeys, isOnMac } from '../shared/commands/shortcuts.js';
import { Button } from '../shared/ui/button.js';
import { Icon } from '../shared/ui/icon.js';
import { Keys } from '../shared/ui/keys.js';
import { roomy, useMedia } from '../shared/ui/use-media.js';
import { PaletteContext } from './palette-context.js';
import styles from './palette-button.module.css';

/** The palette for whoever doesn't know its keys yet. */
export function PaletteButton(): JSX.Element {
  const { t } = useTranslation();
  const open = use(PaletteContext);
  const isRoomy = useMedia(roomy);
  return (
    <Button
      look="plain"
      size="small"
      className={styles.button ?? ''}
      aria-label={t('palette.open')}
      aria-keyshortcuts={ariaKeys('palette', isOnMac())}
      onPress={() => open('palette')}
    >
      <Icon name="find" size={20} />
      {isRoomy && <Keys of="palette" />}
    </Button>
  );
}
