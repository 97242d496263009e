import { type JSX, useState } from 'react';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { dayName } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { useTalkDays } from './api/get-days.js';
import styles from './day-finder.module.css';

interface DayFinderProps {
  ticketId: string;
  /** When the first message on the screen was said. */
  instant: string;
  onGoTo: (instant: string) => void;
}

/** Says of which day the words on the screen are, and leads to another. */
export function DayFinder({ ticketId, instant, onGoTo }: DayFinderProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const errorMessage = useErrorMessage();
  const [isOpen, setIsOpen] = useState(false);
  const days = useTalkDays(ticketId, isOpen);
  const date = dayName(instant, language);
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <Button size="small" className={styles.button ?? ''} aria-label={t('history.findDay', { date })}>
        <Icon name="calendar" size={14} />
        {date}
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom">
        <Menu
          className={styles.menu ?? ''}
          onAction={(key) => onGoTo(String(key))}
          renderEmptyState={() => (
            <p className={styles.state}>{days.isError ? errorMessage(days.error) : t('common.loading')}</p>
          )}
        >
          {(days.data?.days ?? []).toReversed().map(({ firstAt, count }) => {
            const name = dayName(firstAt, language);
            const messages = t('ticket.messages', { count });
            return (
              <MenuItem
                key={firstAt}
                id={firstAt}
                className={styles.day ?? ''}
                textValue={`${name} ${messages}`}
              >
                <span>{name}</span>
                <span className={styles.count}>{messages}</span>
              </MenuItem>
            );
          })}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
