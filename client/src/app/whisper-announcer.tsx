import { type JSX, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageView, type SessionView } from '../shared/contract.js';
import { useLive } from '../shared/live/live-context.js';
import { useDesk } from '../shared/live/use-desk.js';
import { useSound } from '../shared/sound/sound-context.js';
import { Spoken, useVoice } from '../shared/spoken/spoken.js';

/** A whisper is heard at once, also in the middle of a talk, and said without its words. */
export function WhisperAnnouncer({ session }: { session: SessionView }): JSX.Element {
  const { t } = useTranslation();
  const live = useLive();
  const sound = useSound();
  const voice = useVoice();
  const { data: desk } = useDesk();
  const me = session.staff.id;
  const announce = ({ ticketId }: MessageView): void => {
    const ticket = [...(desk?.mine ?? []), ...(desk?.others ?? [])].find(({ id }) => id === ticketId);
    if (ticket === undefined) return;
    const isMine = ticket.assignedTo?.id === me;
    voice.say(t(isMine ? 'whisper.announce' : 'whisper.announceAnswer', { alias: ticket.alias }), ticketId);
  };
  const latest = useRef(announce);
  useEffect(() => {
    latest.current = announce;
  });
  useEffect(() => {
    const known = new Set<string>();
    return live.onEvent((event) => {
      if (event.type !== 'message.changed') return;
      const { message } = event;
      if (message.direction !== 'whisper' || message.author?.id === me || known.has(message.id)) return;
      known.add(message.id);
      sound.play('whisper');
      latest.current(message);
    });
  }, [live, sound, me]);
  return <Spoken voice={voice} />;
}
