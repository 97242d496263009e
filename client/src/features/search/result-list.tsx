import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type Excerpt, type FoundConsultation } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Link } from '../../shared/navigation/link.js';
import { Chip } from '../../shared/ui/chip.js';
import styles from './search.module.css';

/** A place that somebody wants to read on from. */
export interface Opened {
  readonly ticketId: string;
  readonly messageId: string;
}

interface ResultListProps {
  found: readonly FoundConsultation[];
  addressOnDesk: (ticketId: string) => string;
  onOpen: (opened: Opened) => void;
}

export function ResultList({ found, addressOnDesk, onOpen }: ResultListProps): JSX.Element | null {
  if (found.length === 0) return null;
  return (
    <ul className={styles.cards}>
      {found.map((consultation) => (
        <Card
          key={consultation.ticketId}
          consultation={consultation}
          addressOnDesk={addressOnDesk}
          onOpen={onOpen}
        />
      ))}
    </ul>
  );
}

interface CardProps extends Omit<ResultListProps, 'found'> {
  consultation: FoundConsultation;
}

function Card({ consultation, addressOnDesk, onOpen }: CardProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { ticketId, alias, number, state, openedAt, counselor, isOwn, hits, excerpts } = consultation;
  const more = hits - excerpts.length;
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <h2 className={styles.alias}>{alias}</h2>
        <span className={styles.facts}>
          <span>{t('ticket.number', { number })}</span>
          <time dateTime={openedAt}>{dayAndTime(openedAt, language)}</time>
          {counselor !== null && <span>{t('search.counselor', { name: counselor })}</span>}
        </span>
        <Chip tone={state === 'closed' ? 'plain' : 'accent'}>{t(`caller.state.${state}`)}</Chip>
        {isOwn && (
          <Link href={addressOnDesk(ticketId)} className={styles.desk}>
            {t('search.onDesk')}
          </Link>
        )}
      </div>
      <ul className={styles.excerpts}>
        {excerpts.map((excerpt) => (
          <li key={excerpt.messageId}>
            <ExcerptButton
              excerpt={excerpt}
              onOpen={() => onOpen({ ticketId, messageId: excerpt.messageId })}
            />
          </li>
        ))}
      </ul>
      {more > 0 && <p className={styles.hint}>{t('search.moreHits', { count: more })}</p>}
    </li>
  );
}

function ExcerptButton({ excerpt, onOpen }: { excerpt: Excerpt; onOpen: () => void }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { occurredAt, direction, author, parts } = excerpt;
  return (
    <button type="button" className={styles.excerpt} data-direction={direction} onClick={onOpen}>
      <span className={styles.said}>
        <span>{t(`search.by.${direction}`, { name: author ?? '' })}</span>
        <time dateTime={occurredAt}>{dayAndTime(occurredAt, language)}</time>
      </span>
      <span className={styles.words}>
        {parts.map(({ text, isHit }, index) =>
          // Parts never change their places.
          // eslint-disable-next-line react/no-array-index-key
          isHit ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
        )}
      </span>
    </button>
  );
}
