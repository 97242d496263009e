import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { useCommands } from '../../shared/commands/use-commands.js';
import { useDesk } from '../../shared/live/use-desk.js';
import { useSound } from '../../shared/sound/sound-context.js';
import { useRinging } from '../../shared/sound/use-ringing.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { type OfferAnswer, useAnswerOffer } from './api/answer-offer.js';
import { OfferCard } from './offer-card.js';
import styles from './offer-ring.module.css';
import { OfferWords } from './offer-words.js';
import { type OfferedTicket } from './offers.js';
import { useGiven } from './use-given.js';
import { type EndedOffer, useOffers } from './use-offers.js';

const answers = ['accept', 'decline'] as const;

interface OfferRingProps {
  staffId: string;
  /** Leads to the talk. */
  onOpen: (ticketId: string) => void;
}

/**
 * Asks whether this person can take the next caller. It stands over the console and takes neither the keyboard nor the
 * words from what is being written; it can be answered from anywhere by its keys.
 */
export function OfferRing({ staffId, onOpen }: OfferRingProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const { data: desk } = useDesk();
  const offers = useOffers(desk, staffId);
  const answering = useAnswerOffer();
  const sound = useSound();
  const [given, putGivenAway] = useGiven(desk, () => sound.play('offer'));
  const [first] = offers.standing;

  useRinging('offer', first !== undefined && !answering.isPending);

  const give = (ticket: OfferedTicket, answer: OfferAnswer['answer']): void => {
    if (answering.isPending) return;
    offers.noteAnswered(ticket);
    answering.mutate(
      { ticket, answer },
      { onSuccess: () => (answer === 'accept' ? onOpen(ticket.id) : undefined) },
    );
  };
  useCommands(
    first === undefined
      ? []
      : answers.map((answer) => ({
          id: `offer ${answer}`,
          group: 'tickets',
          name: t(`shortcuts.name.${answer}`),
          detail: t('command.ticketDetail', { number: first.number, account: first.alias }),
          icon: answer === 'accept' ? 'check' : 'away',
          shortcut: answer,
          run: () => give(first, answer),
        })),
  );

  return (
    // What floats here stays usable while a dialog is open below it.
    <section className={styles.ring} aria-label={t('offer.region')} data-react-aria-top-layer="true">
      <OfferWords offer={first} />
      {first !== undefined && desk !== undefined && (
        <OfferCard
          key={first.id}
          ticket={first}
          accounts={desk.accounts}
          others={offers.standing.length - 1}
          pending={answering.isPending ? answering.variables.answer : null}
          onAnswer={(answer) => give(first, answer)}
        />
      )}
      <div role="status">
        {answering.isError && (
          <Line onPutAway={() => answering.reset()}>{errorMessage(answering.error)}</Line>
        )}
        {given !== null && (
          <Line onPutAway={putGivenAway}>
            {t('offer.given', { alias: given.alias })}{' '}
            <Button size="small" onPress={() => onOpen(given.id)}>
              {t('offer.openGiven')}
            </Button>
          </Line>
        )}
        {offers.ended !== null && (
          <Line onPutAway={offers.putAway}>
            <EndedWords ended={offers.ended} />
          </Line>
        )}
      </div>
    </section>
  );
}

function EndedWords({ ended: { alias, ending } }: { ended: EndedOffer }): JSX.Element {
  const { t } = useTranslation();
  const what =
    ending.how === 'taken' ? t('offer.became.taken', { name: ending.name }) : t(`offer.became.${ending.how}`);
  return <>{t('offer.gone', { alias, what })}</>;
}

interface LineProps {
  onPutAway: () => void;
  children: ReactNode;
}

/** Something that needs no answer, until it is put away. */
function Line({ onPutAway, children }: LineProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className={styles.line}>
      <p className={styles.lineWords}>{children}</p>
      <Button look="plain" size="icon" aria-label={t('offer.dismiss')} onPress={onPutAway}>
        <Icon name="close" size={16} />
      </Button>
    </div>
  );
}
