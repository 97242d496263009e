import { type JSX, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView } from '../../shared/contract.js';
import { ariaKeys, isOnMac, keyNames } from '../../shared/commands/shortcuts.js';
import { useFromServerNow } from '../../shared/live/use-server-now.js';
import { useAgeText } from '../../shared/ui/age.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { SecondsLeft } from '../../shared/ui/seconds-left.js';
import { TicketLine } from '../../shared/ui/ticket-line.js';
import { TicketMarks } from '../../shared/ui/ticket-marks.js';
import styles from './offer-ring.module.css';
import { type OfferedTicket, shareLeft } from './offers.js';

interface OfferCardProps {
  ticket: OfferedTicket;
  accounts: readonly AccountView[];
  /** How many more are offered. */
  others: number;
  pending: 'accept' | 'decline' | null;
  onAnswer: (answer: 'accept' | 'decline') => void;
}

export function OfferCard({ ticket, accounts, others, pending, onAnswer }: OfferCardProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <article className={styles.card} aria-labelledby="offer-heading">
      <TimeLeft ticket={ticket} />
      <h2 id="offer-heading" className={styles.heading}>
        <Icon name="offer" />
        {t('offer.heading')}
      </h2>
      <div className={styles.pair}>
        <TicketLine ticket={ticket} accounts={accounts} />
        <p className={styles.waited}>{t('offer.waited', { age: useAgeText(ticket.waitingSince) })}</p>
      </div>
      <TicketMarks ticket={{ ...ticket, offer: null }} />
      <div className={styles.buttons}>
        <Button
          look="primary"
          aria-keyshortcuts={ariaKeys('accept', isOnMac())}
          isPending={pending === 'accept'}
          isDisabled={pending === 'decline'}
          onPress={() => onAnswer('accept')}
        >
          {pending === 'accept' ? t('offer.accepting') : t('offer.accept')}
          <Key of="accept" />
        </Button>
        <Button
          aria-keyshortcuts={ariaKeys('decline', isOnMac())}
          isPending={pending === 'decline'}
          isDisabled={pending === 'accept'}
          onPress={() => onAnswer('decline')}
        >
          {t('offer.decline')}
          <Key of="decline" />
        </Button>
      </div>
      {others > 0 && <p className={styles.more}>{t('offer.more', { count: others })}</p>}
    </article>
  );
}

function Key({ of: answer }: { of: 'accept' | 'decline' }): JSX.Element {
  return (
    <kbd className={styles.key} aria-hidden="true">
      {keyNames(answer, isOnMac()).join('+')}
    </kbd>
  );
}

/** In figures for everybody; the bar beside them moves by whole seconds. */
function TimeLeft({ ticket: { offer } }: { ticket: OfferedTicket }): JSX.Element {
  const percent = useFromServerNow(
    useCallback((now: number) => Math.round(shareLeft(offer, now) * 100), [offer]),
  );
  return (
    <div className={styles.left}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.fill} style={{ width: `${percent}%` }} />
      </span>
      <SecondsLeft until={offer.until} className={styles.seconds} />
    </div>
  );
}
