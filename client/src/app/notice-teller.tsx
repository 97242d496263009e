import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../shared/live/use-desk.js';
import { useTicketInAddress } from '../shared/navigation/location.js';
import { isInSight, isLookedAtElsewhere, tellLookedAt } from '../shared/notices/looked-at.js';
import { useMayScreenSleep, useNotices } from '../shared/notices/notices-context.js';
import { useSound } from '../shared/sound/sound-context.js';
import { type SoundKind } from '../shared/sound/tones.js';
import { useRung } from '../shared/sound/use-ringing.js';

/** Tells outside the console what can be heard in it, to whoever looks elsewhere; and keeps the screen lit for an offer. */
export function NoticeTeller(): null {
  const { t } = useTranslation();
  const sound = useSound();
  const notices = useNotices();
  const rung = useRung();
  const { data: desk } = useDesk();
  const maySleep = useMayScreenSleep();
  const openTicketId = useTicketInAddress();
  useEffect(() => tellLookedAt(openTicketId), [openTicketId]);

  useEffect(() => {
    const show = async (kind: SoundKind): Promise<void> => {
      const isRinging = sound.getRung().includes(kind);
      // Whoever looks at another tab of the console has it before them.
      if (isInSight() || (await isLookedAtElsewhere())) return;
      // It may have been answered while the other tabs were asked.
      if (isRinging && !sound.getRung().includes(kind)) return;
      notices.show(kind, t(`sound.kind.${kind}`), {
        body: t('notices.body'),
        staysUntilSeen: kind === 'alarm' || kind === 'offer',
        onOpen: () => window.focus(),
      });
    };
    return sound.subscribeTold((kind) => void show(kind));
  }, [sound, notices, t]);

  // What was answered elsewhere needs nobody any more.
  const before = useRef<readonly SoundKind[]>([]);
  useEffect(() => {
    for (const kind of before.current) if (!rung.includes(kind)) notices.end(kind);
    before.current = rung;
  }, [rung, notices]);

  useEffect(() => {
    const look = (): void => {
      if (isInSight()) notices.endAll();
    };
    window.addEventListener('focus', look);
    return () => {
      window.removeEventListener('focus', look);
      notices.endAll();
    };
  }, [notices]);

  useLitScreen(desk?.me.presence === 'available' && !maySleep);
  return null;
}

/** Keeps the screen from going dark while it is on; the browser lets go of it whenever the page is hidden. */
function useLitScreen(isOn: boolean): void {
  useEffect(() => {
    if (!isOn || !('wakeLock' in navigator)) return undefined;
    let lock: WakeLockSentinel | null = null;
    let isOver = false;
    const light = async (): Promise<void> => {
      if (document.visibilityState !== 'visible' || (lock !== null && !lock.released)) return;
      try {
        const taken = await navigator.wakeLock.request('screen');
        if (isOver) await taken.release();
        else lock = taken;
      } catch {
        // An empty battery, or a setting of the system's: it is a help, not a promise.
      }
    };
    const again = (): void => void light();
    document.addEventListener('visibilitychange', again);
    again();
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', again);
      void lock?.release();
    };
  }, [isOn]);
}
