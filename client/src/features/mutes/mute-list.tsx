import { type JSX, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type MuteView } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useFromServerNow } from '../../shared/live/use-server-now.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { TicketLine } from '../../shared/ui/ticket-line.js';
import rows from '../../shared/ui/rows.module.css';
import { classNames } from '../../shared/ui/class-names.js';
import { useLiftMute, useMutes } from './api/mutes.js';
import styles from './mute-list.module.css';
import { muteState } from './mute-state.js';

/** Who is or was muted, by whom and why: for other supervisors to look at, and to end it. */
export function MuteList({ accounts }: { accounts: readonly AccountView[] }): JSX.Element {
  const { t } = useTranslation();
  const mutes = useMutes();
  if (mutes.data === undefined) return <LoadState query={mutes} />;
  const { mutes: all } = mutes.data;
  if (all.length === 0) return <p className={rows.empty}>{t('mute.empty')}</p>;
  return (
    <ul className={rows.list}>
      {all.map((mute) => (
        <MuteRow key={mute.id} mute={mute} accounts={accounts} />
      ))}
    </ul>
  );
}

function MuteRow({ mute, accounts }: { mute: MuteView; accounts: readonly AccountView[] }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isLifting, setIsLifting] = useState(false);
  const state = useFromServerNow(useCallback((now: number) => muteState(mute, now), [mute]));
  const time = (instant: string): string => dayAndTime(instant, language);
  const end =
    mute.liftedAt === null
      ? t(state === 'running' ? 'mute.until' : 'mute.was', { time: time(mute.until) })
      : t('mute.lifted', { name: mute.liftedBy ?? '', time: time(mute.liftedAt) });
  return (
    <li className={classNames(rows.row, styles.row)} data-mute={state}>
      <div className={styles.who}>
        <TicketLine ticket={mute} accounts={accounts} />
      </div>
      <div className={styles.why}>
        <p className={styles.reason}>{mute.reason ?? t('risk.noReason')}</p>
        <p className={styles.by}>{t('mute.by', { name: mute.mutedBy, time: time(mute.mutedAt) })}</p>
      </div>
      <p className={styles.end}>
        {state === 'running' && <Chip tone="amber">{t('mute.running')}</Chip>} {end}
      </p>
      {state === 'running' && (
        <Button
          size="small"
          aria-label={t('mute.liftLabel', { alias: mute.alias, number: mute.number })}
          onPress={() => setIsLifting(true)}
        >
          {t('mute.lift')}
        </Button>
      )}
      {isLifting && <LiftDialog mute={mute} onClose={() => setIsLifting(false)} />}
    </li>
  );
}

function LiftDialog({ mute, onClose }: { mute: MuteView; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const lift = useLiftMute(mute.id);
  return (
    <ActionDialog
      title={t('mute.liftTitle', { alias: mute.alias, number: mute.number })}
      explain={t('mute.liftExplain')}
      confirm={t('mute.liftConfirm')}
      action={lift}
      onConfirm={() => lift.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
