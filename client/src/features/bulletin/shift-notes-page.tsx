import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type AccountView, type ShiftNote } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useFromServerNow } from '../../shared/live/use-server-now.js';
import { Link } from '../../shared/navigation/link.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { Icon } from '../../shared/ui/icon.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useAccountName } from '../../shared/ui/ticket-line.js';
import { useShiftNoteAction, useShiftNotes } from './api/bulletin.js';
import styles from './pages.module.css';
import { ShiftNoteDialog } from './shift-note-dialog.js';

interface ShiftNotesPageProps {
  accounts: readonly AccountView[];
  addressOfTicket: (ticketId: string) => string;
  /** Where supervisors announce; null for who may not. */
  announceAddress: string | null;
}

/** What one shift tells the next: what is open, then what was done within a week. */
export function ShiftNotesPage({
  accounts,
  addressOfTicket,
  announceAddress,
}: ShiftNotesPageProps): JSX.Element {
  const { t } = useTranslation();
  const notes = useShiftNotes();
  const [isWriting, setIsWriting] = useState(false);
  if (notes.data === undefined) return <LoadState query={notes} />;
  const { open, done } = notes.data;
  const cards = (some: readonly ShiftNote[]): JSX.Element => (
    <ul className={styles.cards}>
      {some.map((note) => (
        <Card key={note.id} note={note} accounts={accounts} addressOfTicket={addressOfTicket} />
      ))}
    </ul>
  );
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.heading}>{t('shiftNote.heading')}</h1>
        {announceAddress !== null && (
          <Link href={announceAddress} className={styles.link}>
            {t('shiftNote.announce')}
          </Link>
        )}
        <Button look="primary" onPress={() => setIsWriting(true)}>
          <Icon name="edit" size={16} />
          {t('shiftNote.write')}
        </Button>
      </div>
      <p className={styles.hint}>{t('shiftNote.hint')}</p>
      <section aria-label={t('shiftNote.open')}>
        <h2 className={styles.sectionHeading}>{t('shiftNote.open')}</h2>
        {open.length === 0 ? <p className={styles.empty}>{t('shiftNote.openEmpty')}</p> : cards(open)}
      </section>
      <section aria-label={t('shiftNote.past')}>
        <h2 className={styles.sectionHeading}>{t('shiftNote.past')}</h2>
        {done.length === 0 ? <p className={styles.empty}>{t('shiftNote.pastEmpty')}</p> : cards(done)}
      </section>
      {isWriting && <ShiftNoteDialog accounts={accounts} onClose={() => setIsWriting(false)} />}
    </div>
  );
}

interface CardProps {
  note: ShiftNote;
  accounts: readonly AccountView[];
  addressOfTicket: (ticketId: string) => string;
}

function Card({ note, accounts, addressOfTicket }: CardProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { words, ticket, by, at, until, done, readBy, isRead } = note;
  const isOver = useFromServerNow((now) => done === null && until !== null && Date.parse(until) <= now);
  const accountName = useAccountName(accounts, note);
  const list = new Intl.ListFormat(language, { style: 'narrow', type: 'unit' });
  return (
    <li className={styles.card} data-over={done !== null}>
      <p className={styles.marks}>
        {!isRead && done === null && <Chip tone="amber">{t('shiftNote.fresh')}</Chip>}
        <span>{accountName}</span>
        {ticket !== null && <About ticket={ticket} addressOfTicket={addressOfTicket} />}
      </p>
      <h3 className={styles.topic}>{words?.topic ?? t('shiftNote.erased')}</h3>
      {words !== null && <p className={styles.words}>{words.text}</p>}
      <p className={styles.second}>
        {t('shiftNote.by', { name: by.displayName, time: dayAndTime(at, language) })}
        {until !== null && `・${t('shiftNote.untilTime', { time: dayAndTime(until, language) })}`}{' '}
        {isOver && <Chip tone="danger">{t('shiftNote.over')}</Chip>}
      </p>
      <div className={styles.foot}>
        <p className={styles.readers}>
          {done !== null
            ? t('shiftNote.doneBy', { name: done.by, time: dayAndTime(done.at, language) })
            : readBy.length === 0
              ? t('shiftNote.nobody')
              : t('shiftNote.readBy', { names: list.format(readBy) })}
        </p>
        {done === null && <CardActions note={note} topic={words?.topic ?? t('shiftNote.erased')} />}
      </div>
    </li>
  );
}

function About({
  ticket,
  addressOfTicket,
}: {
  ticket: NonNullable<ShiftNote['ticket']>;
  addressOfTicket: (ticketId: string) => string;
}): JSX.Element {
  const { t } = useTranslation();
  const name = t('shiftNote.about', { number: ticket.number });
  if (ticket.id === null) return <span>{name}</span>;
  return (
    <Link href={addressOfTicket(ticket.id)} className={styles.inline}>
      {name}
    </Link>
  );
}

function CardActions({ note, topic }: { note: ShiftNote; topic: string }): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const read = useShiftNoteAction<object>(`/${note.id}/read`);
  const done = useShiftNoteAction<object>(`/${note.id}/done`);
  const error = read.error ?? done.error;
  return (
    <div className={styles.actions}>
      {error !== null && <p role="alert">{errorMessage(error)}</p>}
      {!note.isRead && (
        <Button
          size="small"
          aria-label={t('shiftNote.readLabel', { topic })}
          isPending={read.isPending}
          onPress={() => read.mutate({})}
        >
          <Icon name="check" size={15} />
          {t('shiftNote.read')}
        </Button>
      )}
      <Button
        size="small"
        aria-label={t('shiftNote.doneLabel', { topic })}
        isPending={done.isPending}
        onPress={() => done.mutate({})}
      >
        {t('shiftNote.done')}
      </Button>
    </div>
  );
}
