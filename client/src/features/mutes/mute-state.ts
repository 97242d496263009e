import { type MuteView } from '../../shared/contract.js';

/** `over`: its time has passed. The list was asked for at some instant, and time goes on. */
export type MuteState = 'running' | 'lifted' | 'over';

export function muteState(mute: MuteView, now: number): MuteState {
  if (mute.liftedAt !== null) return 'lifted';
  return Date.parse(mute.until) > now ? 'running' : 'over';
}
