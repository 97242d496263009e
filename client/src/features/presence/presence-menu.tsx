import { type JSX } from 'react';
import { Header } from 'react-aria-components/Header';
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { useCommands } from '../../shared/commands/use-commands.js';
import { settablePresences } from '../../shared/contract.js';
import { useDesk } from '../../shared/live/use-desk.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { PresenceMark } from '../../shared/ui/presence-mark.js';
import { type SettablePresence, useSetPresence } from '../../shared/presence/set-presence.js';
import styles from './presence.module.css';

/** Who I am and whether I am there for new callers: always in view, changed here. */
export function PresenceMenu({ name }: { name: string }): JSX.Element | null {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const { data: desk } = useDesk();
  const change = useSetPresence();
  useCommands(
    (desk === undefined ? [] : settablePresences).map((each) => ({
      id: `presence ${each}`,
      group: 'self',
      name: t('command.presence', { presence: t(`presence.${each}`) }),
      words: t('command.words.presence'),
      icon: 'person',
      obstacle: desk?.me.presence === each ? t('command.presenceNow') : undefined,
      run: () => change.mutate(each),
    })),
  );
  if (desk === undefined) return null;
  const { presence } = desk.me;
  return (
    <>
      <MenuTrigger>
        <Button
          look="plain"
          className={styles.trigger ?? ''}
          aria-label={t('presence.change', { name, presence: t(`presence.${presence}`) })}
        >
          <span className={styles.face}>
            <span className={styles.name}>{name}</span>
            <PresenceMark presence={presence} className={styles.mark} />
          </span>
          <Icon name="expand" size={14} />
        </Button>
        <Popover className={styles.popover ?? ''} placement="bottom end">
          <Menu
            className={styles.menu ?? ''}
            aria-label={t('presence.label')}
            selectionMode="single"
            selectedKeys={[presence]}
            disallowEmptySelection
            onAction={(key) => change.mutate(key as SettablePresence)}
          >
            <MenuSection>
              <Header className={styles.heading ?? ''}>{t('presence.label')}</Header>
              {settablePresences.map((each) => (
                <MenuItem
                  key={each}
                  id={each}
                  className={styles.item ?? ''}
                  textValue={t(`presence.${each}`)}
                >
                  <Text slot="label" className={styles.choice ?? ''}>
                    <PresenceMark presence={each} />
                    {each === presence && <Icon name="check" size={16} />}
                  </Text>
                  <Text slot="description" className={styles.hint ?? ''}>
                    {t(`presence.hint.${each}`)}
                  </Text>
                </MenuItem>
              ))}
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      {change.isError && (
        <span role="alert" className={styles.error}>
          {errorMessage(change.error)}
        </span>
      )}
    </>
  );
}
