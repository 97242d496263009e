import { type JSX, type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { TEXT_LIMIT, type TicketSummary } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import { isSendKey } from './composer-keys.js';
import styles from './composer.module.css';
import { countText, type TextCount } from './text-counter.js';

interface ComposerProps {
  ticket: TicketSummary;
  draft: string;
  onDraft: (text: string) => void;
  onSend: (text: string) => void;
}

export function Composer({ ticket, draft, onDraft, onSend }: ComposerProps): JSX.Element {
  const { t } = useTranslation();
  if (ticket.state === 'closed') {
    return (
      <p className={styles.closed} role="status">
        {t('composer.closed')}
      </p>
    );
  }
  return <OpenComposer ticket={ticket} draft={draft} onDraft={onDraft} onSend={onSend} />;
}

function OpenComposer({ ticket, draft, onDraft, onSend }: ComposerProps): JSX.Element {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const count = countText(draft);
  const canSend = count.canSend && ticket.callerReachable;
  useGrowing(field, draft);
  useFocusAtFirst(field);

  const send = (): void => {
    if (!canSend) return;
    onSend(draft);
    onDraft('');
    field.current?.focus();
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // The native event knows about conversions; React's own copy doesn't.
    if (!isSendKey(event.nativeEvent)) return;
    event.preventDefault();
    send();
  };

  return (
    <div className={styles.composer}>
      {!ticket.callerReachable && (
        <p className={styles.blocked} id={`${id}-blocked`}>
          <Icon name="blocked" size={16} />
          {t('composer.blocked')}
        </p>
      )}
      <div className={classNames(styles.box, count.over > 0 && styles.over)}>
        <label className="visually-hidden" htmlFor={`${id}-field`}>
          {t('composer.label')}
        </label>
        <textarea
          ref={field}
          id={`${id}-field`}
          className={styles.field}
          rows={1}
          value={draft}
          placeholder={t('composer.placeholder')}
          aria-describedby={`${id}-hint ${id}-count${ticket.callerReachable ? '' : ` ${id}-blocked`}`}
          aria-invalid={count.over > 0}
          onChange={(event) => onDraft(event.target.value)}
          onKeyDown={press}
        />
        <Button look="primary" className={styles.send ?? ''} isDisabled={!canSend} onPress={send}>
          <Icon name="send" size={16} />
          {t('composer.send')}
        </Button>
      </div>
      <div className={styles.foot}>
        <span id={`${id}-hint`} className={styles.hint}>
          {t('composer.hint')}
        </span>
        <span id={`${id}-count`} className={classNames(styles.count, count.over > 0 && styles.tooLong)}>
          {count.isVisible && <Count count={count} />}
        </span>
      </div>
    </div>
  );
}

function Count({ count }: { count: TextCount }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const number = (value: number): string => value.toLocaleString(language);
  const figures = { used: number(count.used), limit: number(TEXT_LIMIT), over: number(count.over) };
  return (
    <span title={t('composer.counting')}>
      {count.over > 0 ? t('composer.over', figures) : t('composer.counter', figures)}
    </span>
  );
}

/** The field is as high as its text, up to what the style sheet allows. */
function useGrowing(field: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [field, text]);
}

/** Whoever opens a ticket with a keyboard wants to write; on a touch screen the keyboard would cover the talk. */
function useFocusAtFirst(field: React.RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    if (!window.matchMedia('(pointer: coarse)').matches) field.current?.focus({ preventScroll: true });
  }, [field]);
}
