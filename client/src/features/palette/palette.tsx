import { type JSX, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Input } from 'react-aria-components/Input';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTranslation } from 'react-i18next';
import { type Command, commandGroups } from '../../shared/commands/command-store.js';
import { useEveryCommand } from '../../shared/commands/use-commands.js';
import { isTakenByInputMethod } from '../../shared/keys/input-method.js';
import { Icon } from '../../shared/ui/icon.js';
import { Keys } from '../../shared/ui/keys.js';
import { classNames } from '../../shared/ui/class-names.js';
import { findCommands } from './find-commands.js';
import styles from './palette.module.css';

interface PaletteProps {
  onClose: () => void;
  /** Closes it, then does it. */
  onRun: (command: Command) => void;
}

/** Everything that can be done now, found by typing. */
export function Palette({ onClose, onRun }: PaletteProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      className={styles.veil ?? ''}
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''} aria-label={t('palette.heading')}>
          <Finder onRun={onRun} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Finder({ onRun }: { onRun: (command: Command) => void }): JSX.Element {
  const { t } = useTranslation();
  const id = useId();
  const commands = useEveryCommand();
  const [typed, setTyped] = useState('');
  const [choice, setChoice] = useState<string | null>(null);
  const found = findCommands(commands, typed);
  // What is chosen stays chosen while others come and go.
  const at = Math.max(
    0,
    found.findIndex((command) => command.id === choice),
  );
  const chosen = found[at];
  const move = (to: number): void => setChoice(found.at(to % found.length)?.id ?? null);

  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (isTakenByInputMethod(event.nativeEvent)) {
      // Escape in a conversion gives up the conversion, not the palette.
      event.stopPropagation();
      return;
    }
    if (event.key === 'ArrowDown') move(at + 1);
    else if (event.key === 'ArrowUp') move(at - 1);
    else if (event.key === 'Enter') {
      if (chosen !== undefined && chosen.obstacle === undefined) onRun(chosen);
    } else return;
    event.preventDefault();
  };
  return (
    <>
      <div className={styles.field}>
        <Icon name="find" size={20} />
        <Input
          className={styles.input ?? ''}
          role="combobox"
          aria-label={t('palette.label')}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.id}`}
          placeholder={t('palette.placeholder')}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            setChoice(null);
          }}
          onKeyDown={press}
        />
      </div>
      <p className="visually-hidden" role="status">
        {t('palette.count', { count: found.length })}
      </p>
      <List
        id={id}
        commands={found}
        // Sorted by how well they fit, they have no groups.
        isGrouped={typed.trim() === ''}
        chosen={chosen}
        onChoose={setChoice}
        onRun={onRun}
      />
      <p className={styles.foot}>{t('palette.foot')}</p>
    </>
  );
}

interface ListProps {
  id: string;
  commands: readonly Command[];
  isGrouped: boolean;
  chosen: Command | undefined;
  onChoose: (id: string) => void;
  onRun: (command: Command) => void;
}

function List({ id, commands, isGrouped, chosen, onChoose, onRun }: ListProps): JSX.Element {
  const { t } = useTranslation();
  const chosenElement = useRef<HTMLDivElement>(null);
  const chosenId = chosen?.id;
  useEffect(() => {
    chosenElement.current?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);
  const option = (command: Command): JSX.Element => {
    const isChosen = command.id === chosenId;
    const below = command.obstacle ?? command.detail;
    return (
      <div
        key={command.id}
        ref={isChosen ? chosenElement : undefined}
        id={`${id}-${command.id}`}
        role="option"
        tabIndex={-1}
        aria-selected={isChosen}
        aria-disabled={command.obstacle !== undefined}
        className={classNames(styles.option, isChosen && styles.chosen)}
        // Before the press ends, so that the text field keeps the keyboard.
        onPointerDown={(event) => {
          event.preventDefault();
          if (command.obstacle === undefined) onRun(command);
        }}
        onPointerMove={() => onChoose(command.id)}
      >
        <Icon name={command.icon} size={18} />
        <span className={styles.words}>
          <span className={styles.name}>{command.name}</span>
          {below !== undefined && <span className={styles.detail}>{below}</span>}
        </span>
        {command.shortcut !== undefined && <Keys of={command.shortcut} />}
      </div>
    );
  };
  return (
    <div className={styles.list}>
      {commands.length === 0 && <p className={styles.empty}>{t('palette.none')}</p>}
      <div id={`${id}-list`} role="listbox" aria-label={t('palette.label')}>
        {isGrouped
          ? commandGroups.map((group) => {
              const members = commands.filter((command) => command.group === group);
              return (
                members.length > 0 && (
                  <div key={group} role="group" aria-label={t(`palette.group.${group}`)}>
                    <p className={styles.group} aria-hidden="true">
                      {t(`palette.group.${group}`)}
                    </p>
                    {members.map(option)}
                  </div>
                )
              );
            })
          : commands.map(option)}
      </div>
    </div>
  );
}
