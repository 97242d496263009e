import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type TicketSummary } from '../contract.js';
import { Chip } from './chip.js';
import { Icon } from './icon.js';

/** What is under way with a ticket: it is offered to somebody, being handed over, or its caller has fallen silent. */
export function AssignmentMarks({ ticket }: { ticket: TicketSummary }): JSX.Element {
  const { t } = useTranslation();
  const { offer, transfer, idle } = ticket;
  return (
    <>
      {offer !== null && (
        <Chip tone="accent">
          <Icon name="offer" size={12} />
          {t('offer.toSomebody', { name: offer.to.displayName })}
        </Chip>
      )}
      {transfer !== null && (
        <Chip tone={transfer.state === 'declined' ? 'amber' : 'accent'}>
          <Icon name="handOver" size={12} />
          {t(transfer.state === 'declined' ? 'transfer.chipDeclined' : 'transfer.chipPending')}
        </Chip>
      )}
      {idle !== null && (
        <Chip>
          <Icon name="clock" size={12} />
          {t('idle.chip')}
        </Chip>
      )}
    </>
  );
}
