import { type JSX, useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isOnMac, keyNames } from '../../shared/commands/shortcuts.js';
import { secondsLeft } from '../../shared/format/seconds-left.js';
import { useFromServerNow } from '../../shared/live/use-server-now.js';
import { Spoken, useVoice } from '../../shared/spoken/spoken.js';
import { type Voice } from '../../shared/spoken/voice.js';
import { useAgeText } from '../../shared/ui/age.js';
import { keyOf, type OfferedTicket } from './offers.js';

/** Said once more when so little is left. */
const endingSeconds = 10;

const keysToSay = (answer: 'accept' | 'decline'): string => keyNames(answer, isOnMac()).join('+');

/** Says an offer to a screen reader: once with what it takes to answer, and once more before it ends. */
export function OfferWords({ offer }: { offer: OfferedTicket | undefined }): JSX.Element {
  const voice = useVoice();
  return (
    <>
      <Spoken voice={voice} />
      {offer !== undefined && <Words key={keyOf(offer)} ticket={offer} voice={voice} />}
    </>
  );
}

function Words({ ticket, voice }: { ticket: OfferedTicket; voice: Voice }): null {
  const { t } = useTranslation();
  const { until } = ticket.offer;
  const age = useAgeText(ticket.waitingSince);
  const isEnding = useFromServerNow(
    useCallback((now: number) => secondsLeft(until, now) <= endingSeconds, [until]),
  );
  const seconds = useFromServerNow(useCallback((now: number) => secondsLeft(until, now), [until]));
  const say = (): string =>
    isEnding
      ? t('offer.announceEnding', { seconds })
      : t('offer.announce', {
          alias: ticket.alias,
          age,
          seconds,
          keys: t('offer.keys', { accept: keysToSay('accept'), decline: keysToSay('decline') }),
        });
  // The figures of the moment: a live region that counted along would never be quiet.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => voice.say(say(), ticket.id), [isEnding]);
  useEffect(() => () => voice.hush(), [voice]);
  return null;
}
