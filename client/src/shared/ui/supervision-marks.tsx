import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type TicketSummary } from '../contract.js';
import { Chip } from './chip.js';
import { Icon } from './icon.js';

interface SupervisionMarksProps {
  ticket: TicketSummary;
  /** Whose list it is: what the other side said is new to them. */
  viewer: 'counselor' | 'supervisor';
}

/** On the row of a ticket: whispers not yet seen, replies that wait, and that somebody calls. */
export function SupervisionMarks({ ticket, viewer }: SupervisionMarksProps): JSX.Element | null {
  const { t } = useTranslation();
  const { supervision } = ticket;
  if (supervision === null) return null;
  const { whispers, held, consult } = supervision;
  const count = viewer === 'counselor' ? whispers.toCounselor : whispers.toSupervisors;
  return (
    <>
      {count > 0 && (
        <Chip tone="accent">
          <Icon name="whisper" size={12} />
          {t(viewer === 'counselor' ? 'whisper.mark' : 'whisper.answerMark', { count })}
        </Chip>
      )}
      {held !== null && (
        <Chip tone="amber">
          <Icon name="wait" size={12} />
          {t('approval.mark', { count: held.count })}
        </Chip>
      )}
      {consult !== null && (
        <Chip tone={consult.taker === null ? 'amber' : 'good'}>
          <Icon name="hand" size={12} />
          {t(consult.taker === null ? 'consult.mark' : 'consult.markTaken')}
        </Chip>
      )}
    </>
  );
}
