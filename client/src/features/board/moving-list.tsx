import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskView } from '../../shared/contract.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Chip } from '../../shared/ui/chip.js';
import { Icon, type IconName } from '../../shared/ui/icon.js';
import { SecondsLeft } from '../../shared/ui/seconds-left.js';
import { useTargetName } from '../../shared/ui/target-name.js';
import { TicketLine } from '../../shared/ui/ticket-line.js';
import rows from '../../shared/ui/rows.module.css';
import { classNames } from '../../shared/ui/class-names.js';
import { type Moving } from './moving.js';
import styles from './moving-list.module.css';

interface MovingListProps {
  moving: readonly Moving[];
  accounts: DeskView['accounts'];
}

/** Offers, handovers and silent callers: who has to answer, and until when. */
export function MovingList({ moving, accounts }: MovingListProps): JSX.Element {
  const { t } = useTranslation();
  if (moving.length === 0) return <p className={rows.empty}>{t('staffing.movingEmpty')}</p>;
  return (
    <ul className={rows.list}>
      {moving.map((each) => (
        <li key={`${each.kind} ${each.ticket.id}`} className={classNames(rows.row, styles.row)}>
          <Kind kind={each.kind} />
          <div className={styles.who}>
            <TicketLine ticket={each.ticket} accounts={accounts} />
          </div>
          <Rest moving={each} accounts={accounts} />
        </li>
      ))}
    </ul>
  );
}

const looks = {
  offer: { icon: 'offer', word: 'staffing.offered' },
  transfer: { icon: 'handOver', word: 'staffing.transferring' },
  idle: { icon: 'clock', word: 'staffing.asking' },
} as const satisfies Record<Moving['kind'], { icon: IconName; word: string }>;

function Kind({ kind }: { kind: Moving['kind'] }): JSX.Element {
  const { t } = useTranslation();
  const { icon, word } = looks[kind];
  return (
    <span className={styles.kind}>
      <Chip tone={kind === 'idle' ? 'plain' : 'accent'}>
        <Icon name={icon} size={12} />
        {t(word)}
      </Chip>
    </span>
  );
}

function Rest({ moving, accounts }: { moving: Moving; accounts: DeskView['accounts'] }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const targetName = useTargetName(accounts);
  const time = (instant: string): string => clockTime(instant, language);
  const says = (who: string, when: ReactNode): JSX.Element => (
    <>
      <p className={styles.to}>{who}</p>
      <p className={styles.when}>{when}</p>
    </>
  );
  switch (moving.kind) {
    case 'offer': {
      const { to, until } = moving.offer;
      return says(t('staffing.offeredTo', { name: to.displayName }), <SecondsLeft until={until} />);
    }
    case 'transfer': {
      const { from, to, since } = moving.transfer;
      return says(
        t('staffing.transferringFrom', { from: from.displayName, to: targetName(to) }),
        t('staffing.since', { time: time(since) }),
      );
    }
    case 'idle': {
      const { closesAt } = moving.idle;
      const name = moving.ticket.assignedTo?.displayName ?? t('caller.nobody');
      return says(
        t('staffing.askedBy', { name }),
        closesAt === null ? t('staffing.stays') : t('staffing.closesAt', { time: time(closesAt) }),
      );
    }
  }
}
