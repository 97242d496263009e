import { type JSX, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { useSetPresence } from '../../shared/presence/set-presence.js';
import { type ShiftView } from '../../shared/contract.js';
import { useDesk } from '../../shared/live/use-desk.js';
import { useFromServerNow } from '../../shared/live/use-server-now.js';
import { useBar } from '../../shared/ui/bar-stack.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './break-hint.module.css';
import { suggestedAfter } from './break-suggestion.js';
import { useDuration } from './use-duration.js';
import { useShift } from './use-shift.js';

/** Who said "later" is asked again after so many minutes more. */
const laterMinutes = 30;

/** Says kindly that it is time for a break. It can be put off, and nothing happens by itself. */
export function BreakHint(): JSX.Element | null {
  const { data } = useShift();
  // Before the desk is there, the time of the server's rules isn't known either.
  const { data: desk } = useDesk();
  return data === undefined || desk === undefined ? null : <Hint shift={data} />;
}

function Hint({ shift }: { shift: ShiftView }): JSX.Element | null {
  const { t } = useTranslation();
  const duration = useDuration();
  const errorMessage = useErrorMessage();
  const change = useSetPresence();
  const [later, setLater] = useState<{ since: string | null; until: number } | null>(null);
  const minutes = useFromServerNow(useCallback((now: number) => suggestedAfter(shift, now) ?? 0, [shift]));
  const isPutOff = later?.since === shift.workingSince && minutes < (later?.until ?? 0);
  const isShown = minutes > 0 && !isPutOff;
  const bar = useBar(isShown ? 'break-hint' : null);
  if (!isShown) return null;
  return (
    <div className={styles.hint} role="note" {...bar}>
      <Icon name="cup" />
      <span className={styles.words}>
        <strong>{t('shift.suggest', { duration: duration(minutes) })}</strong>{' '}
        <span>{change.isError ? errorMessage(change.error) : t('shift.suggestDetail')}</span>
      </span>
      <Button size="small" look="soft" isPending={change.isPending} onPress={() => change.mutate('break')}>
        {t('shift.takeBreak')}
      </Button>
      <Button
        size="small"
        look="plain"
        onPress={() => setLater({ since: shift.workingSince, until: minutes + laterMinutes })}
      >
        {t('shift.later')}
      </Button>
    </div>
  );
}
