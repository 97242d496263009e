import { type JSX } from 'react';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { Button } from './button.js';
import { Icon, type IconName } from './icon.js';
import styles from './more-menu.module.css';

export interface MenuEntry {
  readonly id: string;
  readonly name: string;
  readonly icon: IconName;
  /** Why it can't be done now: whoever looks for it learns that here. */
  readonly obstacle?: string | undefined;
  readonly onAction: () => void;
}

/** What can be done beside the one thing that is done most. */
export function MoreMenu({ label, entries }: { label: string; entries: readonly MenuEntry[] }): JSX.Element {
  return (
    <MenuTrigger>
      <Button look="plain" size="small" className={styles.button ?? ''} aria-label={label}>
        <Icon name="more" />
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom end">
        <Menu className={styles.menu ?? ''} aria-label={label}>
          {entries.map(({ id, name, icon, obstacle, onAction }) => (
            <MenuItem
              key={id}
              id={id}
              textValue={name}
              className={styles.item ?? ''}
              isDisabled={obstacle !== undefined}
              onAction={onAction}
            >
              <Icon name={icon} size={16} />
              <Text slot="label">{name}</Text>
              {obstacle !== undefined && (
                <Text slot="description" className={styles.detail ?? ''}>
                  {obstacle}
                </Text>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
