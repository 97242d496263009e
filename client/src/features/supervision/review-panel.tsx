import { type JSX, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type DraftBubble, type HeldReply, TEXT_LIMIT, type TicketSummary } from '../../shared/contract.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { useAgeText } from '../../shared/ui/age.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { Icon } from '../../shared/ui/icon.js';
import { Notice } from '../../shared/ui/notice.js';
import { useIsPast } from './is-past.js';
import styles from './review.module.css';
import { editedRequest } from './review.js';
import { SendBackDialog } from './send-back-dialog.js';

interface ReviewPanelProps {
  ticket: TicketSummary;
  held: readonly HeldReply[];
}

/** Replies that wait for a supervisor, one after another in the order in which they were written. */
export function ReviewPanel({ ticket, held }: ReviewPanelProps): JSX.Element | null {
  const pending = held.filter(({ state }) => state === 'pending');
  const [first] = pending;
  if (first === undefined) return null;
  // Each is looked at afresh.
  return <Review key={first.id} ticket={ticket} held={first} more={pending.length - 1} />;
}

interface ReviewProps {
  ticket: TicketSummary;
  held: HeldReply;
  more: number;
}

function Review({ ticket, held, more }: ReviewProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const id = useId();
  const original = held.bubbles ?? [];
  const [bubbles, setBubbles] = useState<readonly DraftBubble[]>(original);
  const [isSendingBack, setIsSendingBack] = useState(false);
  const approve = useTicketAction(ticket.id, `held-replies/${held.id}/approve`);
  const edited = editedRequest(held, bubbles);
  const isEmpty = bubbles.some((bubble) => bubble.kind === 'text' && bubble.text.trim() === '');
  const name = held.author.displayName;
  const texts = bubbles.filter(({ kind }) => kind === 'text').length;
  return (
    <section className={styles.panel} aria-labelledby={`${id}-heading`}>
      <div className={styles.head}>
        <h3 className={styles.heading} id={`${id}-heading`}>
          <Icon name="check" size={16} />
          {t('approval.review.heading', { name })}
        </h3>
        <Waited held={held} />
        {more > 0 && <span className={styles.more}>{t('approval.review.more', { count: more })}</span>}
      </div>
      <div className={styles.bubbles}>
        {held.bubbles === null && <p className={styles.fixed}>{t('approval.erased')}</p>}
        {bubbles.map((bubble, index) => (
          <BubbleField
            // oxlint-disable-next-line react/no-array-index-key -- they have no other name, and never change places
            key={index}
            bubble={bubble}
            label={
              texts > 1
                ? t('approval.review.textOf', { index: index + 1, total: bubbles.length })
                : t('approval.review.text')
            }
            onChange={(text) =>
              setBubbles((before) =>
                before.map((each, at) => (at === index && each.kind === 'text' ? { ...each, text } : each)),
              )
            }
          />
        ))}
        {held.quickReplies.length > 0 && (
          <p className={styles.fixed}>
            {t('approval.review.quickReplies', { labels: held.quickReplies.join(' / ') })}
          </p>
        )}
      </div>
      {approve.isError && (
        <Notice tone="danger" role="alert">
          {errorMessage(approve.error)}
        </Notice>
      )}
      <div className={styles.buttons}>
        {isEmpty && <span className={styles.empty}>{t('approval.review.empty')}</span>}
        {edited !== undefined && (
          <Button look="plain" size="small" onPress={() => setBubbles(original)}>
            {t('approval.review.undo')}
          </Button>
        )}
        <Button size="small" isDisabled={approve.isPending} onPress={() => setIsSendingBack(true)}>
          <Icon name="back" size={16} />
          {t('approval.review.back')}
        </Button>
        <Button
          size="small"
          look="primary"
          isDisabled={isEmpty || held.bubbles === null}
          isPending={approve.isPending}
          onPress={() => approve.mutate(edited === undefined ? {} : { edited })}
        >
          <Icon name="send" size={16} />
          {approve.isPending
            ? t('approval.review.approving')
            : t(edited === undefined ? 'approval.review.approve' : 'approval.review.approveEdited')}
        </Button>
      </div>
      {isSendingBack && (
        <SendBackDialog ticketId={ticket.id} held={held} onClose={() => setIsSendingBack(false)} />
      )}
    </section>
  );
}

function Waited({ held }: { held: HeldReply }): JSX.Element {
  const { t } = useTranslation();
  const age = useAgeText(held.madeAt);
  const isOverdue = useIsPast(held.overdueAt);
  return (
    <>
      <span className={styles.more}>{t('approval.waited', { age })}</span>
      {isOverdue && (
        <Chip tone="danger">
          <Icon name="alert" size={12} />
          {t('approval.overdue')}
        </Chip>
      )}
    </>
  );
}

interface BubbleFieldProps {
  bubble: DraftBubble;
  label: string;
  onChange: (text: string) => void;
}

/** Words may be changed; what else goes with them is sent as it is. */
function BubbleField({ bubble, label, onChange }: BubbleFieldProps): JSX.Element {
  const { t } = useTranslation();
  if (bubble.kind !== 'text') {
    const what =
      bubble.kind === 'attachment'
        ? t('approval.review.attachment', { name: bubble.fileName })
        : t('approval.review.place', { title: bubble.title });
    return <p className={styles.fixed}>{t('approval.review.fixed', { what })}</p>;
  }
  return (
    <div>
      <textarea
        className={styles.field}
        aria-label={label}
        rows={2}
        maxLength={TEXT_LIMIT}
        value={bubble.text}
        onChange={({ target }) => onChange(target.value)}
      />
      {bubble.quotes !== undefined && <p className={styles.fixed}>{t('approval.review.quoted')}</p>}
    </div>
  );
}
