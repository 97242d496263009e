import { type JSX, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageView, type SessionView } from '../shared/contract.js';
import { useLive } from '../shared/live/live-context.js';
import { useDesk } from '../shared/live/use-desk.js';
import { useSound } from '../shared/sound/sound-context.js';

/** A whisper is heard at once, also in the middle of a talk, and said without its words. */
export function WhisperAnnouncer({ session }: { session: SessionView }): JSX.Element {
  const { t } = useTranslation();
  const live = useLive();
  const sound = useSound();
  const { data: desk } = useDesk();
  const [last, setLast] = useState<Pick<MessageView, 'id' | 'ticketId'> | null>(null);
  const me = session.staff.id;
  useEffect(() => {
    const known = new Set<string>();
    return live.onEvent((event) => {
      if (event.type !== 'message.changed') return;
      const { message } = event;
      if (message.direction !== 'whisper' || message.author?.id === me || known.has(message.id)) return;
      known.add(message.id);
      sound.play('whisper');
      setLast({ id: message.id, ticketId: message.ticketId });
    });
  }, [live, sound, me]);
  const ticket = [...(desk?.mine ?? []), ...(desk?.others ?? [])].find(({ id }) => id === last?.ticketId);
  const isMine = ticket?.assignedTo?.id === me;
  return (
    <div className="visually-hidden" role="status" key={last?.id}>
      {ticket !== undefined &&
        t(isMine ? 'whisper.announce' : 'whisper.announceAnswer', { alias: ticket.alias })}
    </div>
  );
}
