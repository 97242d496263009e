import { type JSX, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskView, type TicketSummary } from '../../shared/contract.js';
import { type Command } from '../../shared/commands/command-store.js';
import { useCommands } from '../../shared/commands/use-commands.js';
import { navigate, paths } from '../../shared/navigation/location.js';
import { Notice } from '../../shared/ui/notice.js';
import { RefusalNotice } from '../../shared/ui/refusal-notice.js';
import { linePlaces } from './line-places.js';
import { OutOfTurnDialog } from './out-of-turn-dialog.js';
import styles from './ticket-lists.module.css';
import { useTakeInTurn } from './use-take-in-turn.js';
import { WaitingTicket } from './waiting-ticket.js';

interface WaitingTicketsProps {
  desk: DeskView;
  actionsOf: (ticket: TicketSummary) => ReactNode;
  onTaken: (ticketId: string) => void;
}

/** The line in its order. Whom somebody may take, and before whom, is the server's word. */
export function WaitingTickets({ desk, actionsOf, onTaken }: WaitingTicketsProps): JSX.Element {
  const { t } = useTranslation();
  const { capacity } = desk.me;
  const { take, early, tryToTake, forget } = useTakeInTurn(onTaken);
  const isFull = desk.mine.length >= capacity;
  const places = linePlaces(desk.waiting);
  const section = useRef<HTMLElement>(null);
  const [first] = desk.waiting;
  useCommands([
    {
      id: 'line',
      group: 'tickets',
      name: t('command.line'),
      detail: t('command.lineDetail', { count: desk.waiting.length }),
      words: t('command.words.line'),
      icon: 'line',
      shortcut: 'line',
      run: () => {
        // On a phone an open talk stands in its place.
        if (section.current?.checkVisibility() !== true) navigate(paths.desk);
        (section.current?.querySelector<HTMLElement>('button:not([disabled])') ?? section.current)?.focus();
      },
    },
    ...(first === undefined
      ? []
      : [
          {
            id: 'take-first',
            group: 'tickets',
            name: t('command.takeFirst'),
            detail: t('lists.takeLabel', { alias: first.alias, number: first.number }),
            words: t('command.words.takeFirst'),
            icon: 'front',
            obstacle: isFull ? t('command.takeFull') : undefined,
            run: () => tryToTake(first),
          } satisfies Command,
        ]),
  ]);

  return (
    <section ref={section} tabIndex={-1} className={styles.line} aria-labelledby="waiting-heading">
      <h2 className={styles.heading}>
        <span id="waiting-heading">{t('lists.waiting')}</span>
        <span className={styles.count}>{t('lists.count', { count: desk.waiting.length })}</span>
      </h2>
      <div className={styles.notices}>
        {early === null && <RefusalNotice error={take.error} attempt={take.submittedAt} />}
        {isFull && desk.waiting.length > 0 && <Notice tone="plain">{t('lists.full', { capacity })}</Notice>}
      </div>
      {desk.waiting.length === 0 && <p className={styles.empty}>{t('lists.waitingEmpty')}</p>}
      <ol className={styles.list}>
        {desk.waiting.map((ticket) => (
          <WaitingTicket
            key={ticket.id}
            ticket={ticket}
            accounts={desk.accounts}
            place={places.get(ticket.id) ?? 1}
            isDisabled={isFull}
            isTaking={take.isPending && take.variables.ticketId === ticket.id}
            actionsOf={actionsOf}
            onTake={tryToTake}
          />
        ))}
      </ol>
      {early !== null && <OutOfTurnDialog outOfTurn={early} desk={desk} onTaken={onTaken} onClose={forget} />}
    </section>
  );
}
