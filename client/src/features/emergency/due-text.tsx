import { type JSX, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFromServerNow } from '../../shared/live/use-server-now.js';
import { classNames } from '../../shared/ui/class-names.js';
import { dueIn } from './due.js';
import styles from './checklist.module.css';

/** Whether it is late, by the server's clock. */
export function useIsLate(dueAt: string | null): boolean {
  return useFromServerNow(useCallback((now: number) => dueAt !== null && dueIn(dueAt, now).isLate, [dueAt]));
}

/** Counts down, then says how late it is: in words and in colour. It renders itself alone. */
export function DueText({ dueAt }: { dueAt: string }): JSX.Element {
  const { t } = useTranslation();
  const isLate = useIsLate(dueAt);
  const text = useFromServerNow(
    useCallback(
      (now: number) => {
        const due = dueIn(dueAt, now);
        const age = t(`age.${due.age.key}`, { ...due.age });
        return t(due.isLate ? 'emergency.checklist.over' : 'emergency.checklist.left', { age });
      },
      [dueAt, t],
    ),
  );
  return (
    <time dateTime={dueAt} className={classNames(styles.due, isLate && styles.late)}>
      {text}
    </time>
  );
}
