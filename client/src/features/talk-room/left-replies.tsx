import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { type PendingBubble } from './composer/pending-reply.js';
import styles from './left-replies.module.css';
import { useOutbox } from './outbox-provider.js';
import { type OutgoingReply } from './outgoing.js';

/** Neither left, nor on their way: `held` ones will be refused, where somebody else looks after the ticket. */
const isLeft = ({ state }: OutgoingReply): boolean => state === 'held' || state === 'unsent';

interface LeftRepliesProps {
  /** Of tickets that somebody else looks after by now. */
  replies: readonly OutgoingReply[];
  /** Whose they are, where the place doesn't say it. */
  aliasOf?: (ticketId: string) => string | undefined;
}

/** What was written just before a caller went to somebody else: it is said that it wasn't sent, and the words are here. */
export function LeftReplies({ replies, aliasOf }: LeftRepliesProps): JSX.Element | null {
  const { t } = useTranslation();
  const left = replies.filter(isLeft);
  if (left.length === 0) return null;
  return (
    <section className={styles.card} aria-label={t('left.region')}>
      <p className={styles.what} role="status">
        <Icon name="alert" size={16} />
        <span>{t('left.said', { count: left.length })}</span>
      </p>
      {left.map((reply) => (
        <LeftReply key={reply.clientId} reply={reply} alias={aliasOf?.(reply.ticketId)} />
      ))}
    </section>
  );
}

function wordsOf(bubble: PendingBubble): string {
  switch (bubble.kind) {
    case 'text':
      return bubble.text;
    case 'location':
      return `${bubble.title}\n${bubble.address}`;
    case 'attachment':
      return bubble.fileName;
  }
}

function LeftReply({ reply, alias }: { reply: OutgoingReply; alias: string | undefined }): JSX.Element {
  const { t } = useTranslation();
  const outbox = useOutbox();
  const [isCopied, setIsCopied] = useState(false);
  const words = reply.bubbles.map(wordsOf).join('\n');
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(words);
    setIsCopied(true);
  };
  return (
    <div className={styles.reply}>
      {alias !== undefined && <p className={styles.to}>{t('left.to', { alias })}</p>}
      <p className={styles.words}>{words}</p>
      <div className={styles.foot}>
        <span className={styles.copied} role="status">
          {isCopied && t('left.copied')}
        </span>
        {/* A browser that forbids it has the words on the screen. */}
        <Button size="small" onPress={() => void copy().catch(() => undefined)}>
          <Icon name="copy" size={16} />
          {t('left.copy')}
        </Button>
        <Button size="small" look="plain" onPress={() => outbox.discard(reply)}>
          {t('left.discard')}
        </Button>
      </div>
    </div>
  );
}
