import { type ComponentProps, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { FollowUpList } from '../features/follow-up/follow-up-list.js';
import styles from './follow-up-section.module.css';

/** Below the line on the desk: who left it. */
export function FollowUpSection(props: ComponentProps<typeof FollowUpList>): JSX.Element {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="follow-up-heading">
      <h2 className={styles.heading}>
        <span id="follow-up-heading">{t('followUp.heading')}</span>
        <span className={styles.count}>{t('lists.count', { count: props.desk.followUps.length })}</span>
      </h2>
      <FollowUpList {...props} isFullSaid={props.desk.waiting.length > 0} />
    </section>
  );
}
