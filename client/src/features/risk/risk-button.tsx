import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SessionView, type TicketSummary } from '../../shared/contract.js';
import { useCommands } from '../../shared/commands/use-commands.js';
import { mayMarkRisk, mayRead } from '../../shared/session/rights.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { RiskMark } from '../../shared/ui/risk-mark.js';
import { RiskDialog } from './risk-dialog.js';
import { narrow, useMedia } from '../../shared/ui/use-media.js';
import styles from './risk.module.css';

interface RiskButtonProps {
  ticket: TicketSummary;
  session: SessionView;
  /** What it is about stands beside it. */
  isNamed?: boolean;
}

/** The level as it stands; a press sets another one. One press away, because it is needed when there is no time. */
export function RiskButton({ ticket, session, isNamed = false }: RiskButtonProps): JSX.Element | null {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const isNarrow = useMedia(narrow);
  const may = mayMarkRisk(session, ticket);
  // Of the two beside a talk, the one in its head answers.
  useCommands(
    !may || isNamed
      ? []
      : [
          {
            id: 'risk',
            group: 'talk',
            name: t('command.risk'),
            detail: t(`risk.level.${ticket.risk}`),
            words: t('command.words.risk'),
            icon: 'flag',
            shortcut: 'risk',
            run: () => setIsOpen(true),
          },
        ],
  );
  const showsLevel = isNamed || ticket.risk !== 'none';
  if (!may) return showsLevel ? <RiskMark risk={ticket.risk} isAlone={!isNamed} /> : null;
  return (
    <>
      <Button
        size="small"
        className={styles.button ?? ''}
        aria-label={t('risk.button', { level: t(`risk.level.${ticket.risk}`) })}
        onPress={() => setIsOpen(true)}
      >
        {showsLevel ? (
          <RiskMark risk={ticket.risk} isAlone={!isNamed && !isNarrow} />
        ) : (
          <>
            <Icon name="flag" size={16} />
            <span className={styles.word}>{t('risk.word')}</span>
          </>
        )}
      </Button>
      {isOpen && (
        <RiskDialog
          ticket={ticket}
          showsHistory={mayRead(session, ticket)}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}
