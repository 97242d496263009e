import { type JSX } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../shared/ui/button.js';
import { Icon } from '../../../shared/ui/icon.js';
import { emoji } from './emoji.js';
import styles from './emoji-picker.module.css';
import toolStyles from './tools.module.css';

/** Arrow keys choose, Enter puts it where the caret stands; screen readers know the names of the signs themselves. */
export function EmojiPicker({ onPick }: { onPick: (sign: string) => void }): JSX.Element {
  const { t } = useTranslation();
  return (
    <DialogTrigger>
      <Button look="plain" size="icon" className={toolStyles.tool ?? ''} aria-label={t('composer.emoji')}>
        <Icon name="smile" size={20} />
      </Button>
      <Popover className={styles.popover ?? ''} placement="top start">
        <Dialog className={styles.dialog ?? ''} aria-label={t('composer.emoji')}>
          {({ close }) => (
            <ListBox
              className={styles.grid ?? ''}
              layout="grid"
              aria-label={t('composer.emoji')}
              autoFocus="first"
              onAction={(key) => {
                close();
                onPick(String(key));
              }}
            >
              {emoji.map((sign) => (
                <ListBoxItem key={sign} id={sign} className={styles.sign ?? ''} textValue={sign}>
                  {sign}
                </ListBoxItem>
              ))}
            </ListBox>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
