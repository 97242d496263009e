import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type HeldReply } from '../../shared/contract.js';
import { Button } from '../../shared/ui/button.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import { QuickReplies } from './content/text-content.js';
import deliveryStyles from './delivery-line.module.css';
import styles from './message-row.module.css';
import { PendingBody } from './outgoing-row.js';
import { useTalk } from './talk-context.js';

/** A reply that has not left: it waits for a supervisor, or came back. It must not look sent for a moment. */
export function HeldRow({ held }: { held: HeldReply }): JSX.Element {
  const { t } = useTranslation();
  const { staffId } = useTalk();
  const isMine = held.author.id === staffId;
  const words = useStateWords(held);
  const { bubbles, quickReplies, remark } = held;
  return (
    <div className={classNames(styles.row, styles.ours, styles.first)} data-held={held.state}>
      <p className={isMine ? 'visually-hidden' : styles.voice}>
        {isMine ? t('talk.me') : held.author.displayName}
      </p>
      <div className={styles.bundle}>
        {(bubbles ?? []).map((bubble, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- they have no other name, and never change places
          <div key={index} className={styles.line}>
            <div className={classNames(styles.bubble, styles.held)}>
              <PendingBody bubble={bubble} />
            </div>
          </div>
        ))}
        {bubbles === null && <p className={classNames(styles.bubble, styles.held)}>{t('approval.erased')}</p>}
      </div>
      {quickReplies.length > 0 && <QuickReplies labels={quickReplies} />}
      <p
        className={classNames(
          deliveryStyles.delivery,
          held.state === 'pending' ? deliveryStyles.held : deliveryStyles.failed,
        )}
        role="status"
      >
        <Icon name={held.state === 'pending' ? 'wait' : 'alert'} size={13} />
        <span>{words}</span>
      </p>
      {remark !== null && <p className={styles.remark}>{t('approval.remark', { remark })}</p>}
      <Actions held={held} />
    </div>
  );
}

function useStateWords({ state, dropReason, author, decidedBy }: HeldReply): string {
  const { t } = useTranslation();
  const { staffId } = useTalk();
  if (state === 'dropped') return t(`approval.state.${dropReason ?? 'moved'}`);
  if (state === 'returned') return t('approval.state.returned', { name: decidedBy?.displayName ?? '' });
  return author.id === staffId
    ? t('approval.state.pending')
    : t('approval.state.pendingBy', { name: author.displayName });
}

function Actions({ held }: { held: HeldReply }): JSX.Element | null {
  const { t } = useTranslation();
  const { held: actions, staffId } = useTalk();
  const isPending = held.state === 'pending';
  if (actions === null || (isPending && held.author.id !== staffId)) return null;
  return (
    <div className={deliveryStyles.actions} data-own-actions>
      {!isPending && (
        <Button size="small" look="plain" onPress={() => actions.putAway(held)}>
          {t('approval.putAway')}
        </Button>
      )}
      {held.bubbles !== null && (
        <Button size="small" onPress={() => actions.rewrite(held)}>
          {t(isPending ? 'approval.withdraw' : 'approval.rewrite')}
        </Button>
      )}
    </div>
  );
}
