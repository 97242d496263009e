import { type JSX, type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BUBBLE_LIMIT, type MessageView, type TicketSummary } from '../../../shared/contract.js';
import { isTakenByInputMethod } from '../../../shared/keys/input-method.js';
import { Button } from '../../../shared/ui/button.js';
import { classNames } from '../../../shared/ui/class-names.js';
import { Icon } from '../../../shared/ui/icon.js';
import { type CannedQuery, type CannedText, insertCanned } from './canned-query.js';
import { CannedList, optionId } from './canned-list.js';
import { isSendKey } from './composer-keys.js';
import styles from './composer.module.css';
import { Count } from './count.js';
import {
  addBubble,
  composeReply,
  composeSplitReply,
  type Draft,
  emptyDraft,
  type PendingReply,
} from './pending-reply.js';
import { PersonalHint } from './personal-hint.js';
import { countText } from './text-counter.js';
import { Tools } from './tools.js';
import { Tray } from './tray.js';
import { attachFiles } from './uploads.js';
import { useCanned } from './use-canned.js';
import { useFiles } from './use-files.js';
import { leaveField, useFocusAtFirst, useFocusOnQuote, useGrowing } from './use-text-field.js';
import { type Compose, usePersonalCheck } from './use-personal-check.js';
import { useTyping } from './use-typing.js';

interface ComposerProps {
  ticket: TicketSummary;
  staffId: string;
  draft: Draft;
  /** The message that the text answers to, as it is now. */
  quoted: MessageView | null;
  onDraft: (change: (draft: Draft) => Draft) => void;
  onSend: (reply: PendingReply) => void;
  /** Takes back what has not left yet. @returns whether there was something */
  onUndo: () => boolean;
}

export function Composer(props: ComposerProps): JSX.Element {
  const { t } = useTranslation();
  if (props.ticket.state === 'closed') {
    return (
      <p className={styles.closed} role="status">
        {t('composer.closed')}
      </p>
    );
  }
  return <OpenComposer {...props} />;
}

function OpenComposer({
  ticket,
  staffId,
  draft,
  quoted,
  onDraft,
  onSend,
  onUndo,
}: ComposerProps): JSX.Element {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const typing = useTyping(ticket.id);
  const count = countText(draft.text);
  const obstacle = !ticket.callerReachable ? 'blocked' : ticket.inStandby ? 'standby' : null;
  const reply = obstacle === null ? composeReply(draft) : null;
  // A text that is too long for one bubble goes in several, where they are enough.
  const parts = count.over > 0 ? composeSplitReply(draft) : null;
  const attach = (files: Iterable<File>): void => attachFiles({ staffId, ticketId: ticket.id }, files);
  const { frame, isOver, onPaste } = useFiles(attach);
  const { asked, check, dismiss } = usePersonalCheck(ticket.id);
  useGrowing(field, draft.text);
  useFocusAtFirst(field);
  useFocusOnQuote(field, draft.quotes);

  const write = (text: string, at: number): void => {
    onDraft((before) => ({ ...before, text }));
    setCaret(at);
    // Whoever writes on has had a second look.
    dismiss();
    if (text.trim() !== '') typing();
  };
  const pick = (query: CannedQuery, canned: CannedText): void => {
    const inserted = insertCanned(draft.text, query, canned);
    write(inserted.text, inserted.caret);
    const element = field.current;
    if (element === null) return;
    element.focus();
    // The text is there only after the next drawing.
    requestAnimationFrame(() => element.setSelectionRange(inserted.caret, inserted.caret));
  };
  const canned = useCanned({ ticketId: ticket.id, text: draft.text, caret, onPick: pick });
  const send = (compose: Compose): void => {
    const what = obstacle === null ? compose(draft) : null;
    if (what === null || check(what, compose)) return;
    onSend(what);
    onDraft(({ note }) => ({ ...emptyDraft, note }));
    dismiss();
    field.current?.focus();
  };
  const insert = (sign: string): void => {
    const at = Math.min(caret, draft.text.length);
    write(draft.text.slice(0, at) + sign + draft.text.slice(at), at + sign.length);
    field.current?.focus();
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // The native event knows about conversions; React's own copy doesn't.
    if (canned.press(event)) return;
    if (event.key === 'Escape' && !isTakenByInputMethod(event.nativeEvent)) {
      if (onUndo()) event.preventDefault();
      else leaveField(field);
      return;
    }
    if (!isSendKey(event.nativeEvent)) return;
    event.preventDefault();
    send(composeReply);
  };
  const counter = (
    <span id={`${id}-count`} className={styles.count}>
      {count.isVisible && <Count count={count} />}
    </span>
  );
  const { query } = canned;
  const listId = `${id}-canned`;

  return (
    <div className={styles.composer} ref={frame}>
      {obstacle !== null && (
        <p className={styles.blocked} id={`${id}-blocked`}>
          <Icon name="blocked" size={16} />
          {t(`composer.${obstacle}`)}
        </p>
      )}
      {asked !== null && (
        <PersonalHint
          found={asked.found}
          onSend={() => send(asked.compose)}
          onBack={() => {
            dismiss();
            field.current?.focus();
          }}
        />
      )}
      <div className={classNames(styles.box, count.over > 0 && styles.over, isOver && styles.dropping)}>
        {query !== null && <CannedList id={listId} canned={canned} onPick={(item) => pick(query, item)} />}
        <Tray ticketId={ticket.id} draft={draft} quoted={quoted} onDraft={onDraft} />
        <label className="visually-hidden" htmlFor={`${id}-field`}>
          {t('composer.label')}
        </label>
        <textarea
          ref={field}
          id={`${id}-field`}
          className={styles.field}
          rows={1}
          value={draft.text}
          placeholder={t('composer.placeholder')}
          aria-describedby={`${id}-hint ${id}-count${obstacle === null ? '' : ` ${id}-blocked`}`}
          aria-invalid={count.over > 0}
          aria-autocomplete="list"
          aria-controls={query === null ? undefined : listId}
          aria-activedescendant={
            query === null || canned.found.length === 0 ? undefined : optionId(listId, canned.chosen)
          }
          onChange={({ target }) => write(target.value, target.selectionStart)}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onKeyDown={press}
          onPaste={onPaste}
        />
        {count.over > 0 && (
          <div className={styles.excess}>
            {counter}
            {parts === null && (
              <p className={styles.tooLong} role="status">
                {t('composer.splitTooLong', { count: BUBBLE_LIMIT })}
              </p>
            )}
          </div>
        )}
        <div className={styles.bar}>
          <Tools
            draft={draft}
            onDraft={onDraft}
            onFiles={attach}
            onEmoji={insert}
            onCanned={() => {
              const text =
                draft.text === '' || draft.text.endsWith('\n') ? `${draft.text}/` : `${draft.text}\n/`;
              write(text, text.length);
              field.current?.focus();
            }}
            canAdd={count.canSend && draft.tray.length < BUBBLE_LIMIT - 1}
            onAdd={() => {
              onDraft(addBubble);
              field.current?.focus();
            }}
          />
          {count.over === 0 && counter}
          {parts === null ? (
            <Button
              look="primary"
              className={styles.send ?? ''}
              isDisabled={reply === null}
              onPress={() => send(composeReply)}
            >
              <Icon name="send" size={16} />
              {t('composer.send')}
            </Button>
          ) : (
            <Button
              look="primary"
              className={styles.send ?? ''}
              isDisabled={obstacle !== null}
              aria-description={t('composer.splitHint')}
              onPress={() => send(composeSplitReply)}
            >
              <Icon name="send" size={16} />
              {t('composer.split', { count: parts.bubbles.length })}
            </Button>
          )}
        </div>
        {isOver && <p className={styles.drop}>{t('composer.drop')}</p>}
      </div>
      <p id={`${id}-hint`} className={styles.hint}>
        {t('composer.hint')}
      </p>
    </div>
  );
}
