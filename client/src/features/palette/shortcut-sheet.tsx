import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { allShortcuts, keysOf, type Shortcut, shortcutGroups } from '../../shared/commands/shortcuts.js';
import { chooseSingleKeys, useSingleKeys } from '../../shared/commands/single-keys.js';
import { useEveryCommand } from '../../shared/commands/use-commands.js';
import { Button } from '../../shared/ui/button.js';
import { Keys } from '../../shared/ui/keys.js';
import { Modal } from '../../shared/ui/modal.js';
import { Toggle } from '../../shared/ui/toggle.js';
import styles from './palette.module.css';

/** Every key there is, and whether it does something now. It is made of the same table that keys are answered by. */
export function ShortcutSheet({ onClose }: { onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const isOn = useSingleKeys();
  return (
    <Modal isOpen isWide title={t('shortcuts.heading')} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <div className={styles.sheet}>
        {shortcutGroups.map((group) => (
          <section key={group} className={styles.part} aria-label={t(`shortcuts.group.${group}`)}>
            <h3 className={styles.heading}>{t(`shortcuts.group.${group}`)}</h3>
            <dl>
              {allShortcuts
                .filter((name) => keysOf(name).group === group)
                .map((name) => (
                  <Line key={name} name={name} isOn={isOn} />
                ))}
            </dl>
          </section>
        ))}
      </div>
      <div className={styles.setting}>
        <Toggle isOn={isOn} onChange={chooseSingleKeys}>
          {t('shortcuts.singleKeys')}
        </Toggle>
        <p className={styles.now}>{t('shortcuts.singleKeysHint')}</p>
      </div>
      <div className={styles.buttons}>
        <Button slot="close">{t('common.close')}</Button>
      </div>
    </Modal>
  );
}

function Line({ name, isOn }: { name: Shortcut; isOn: boolean }): JSX.Element {
  const { t } = useTranslation();
  const command = useEveryCommand().find(({ shortcut }) => shortcut === name);
  const { where } = keysOf(name);
  const isOff = where === 'outside-fields' && !isOn;
  // Fields answer their own keys, and the palette is there wherever this sheet is.
  const isAlways = where === 'field' || name === 'palette';
  const isIdle = !isAlways && (command === undefined || command.obstacle !== undefined);
  return (
    <div className={styles.line}>
      <dt>
        {t(`shortcuts.name.${name}`)}
        {(isOff || isIdle) && (
          <span className={styles.now}> {t(isOff ? 'shortcuts.off' : 'shortcuts.notNow')}</span>
        )}
      </dt>
      <dd>
        <Keys of={name} />
      </dd>
    </div>
  );
}
