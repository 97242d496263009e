import { type JSX, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v4 as uuid } from 'uuid';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { TEXT_LIMIT, type TicketSummary } from '../../shared/contract.js';
import { isTakenByInputMethod } from '../../shared/keys/input-method.js';
import { useHere, useWritingSign } from '../../shared/live/use-talk-people.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { Notice } from '../../shared/ui/notice.js';
import { useWhisper } from './api/whispers.js';
import { forgetKeptWords, useKeptWords } from '../../shared/words/kept-words.js';
import { VisibleSwitch } from './visible-switch.js';
import styles from './whisper.module.css';

interface WhisperComposerProps {
  ticket: TicketSummary;
  staffId: string;
}

/** Between the counselor of a ticket and its supervisors. It must not look like a reply for a moment. */
export function WhisperComposer({ ticket, staffId }: WhisperComposerProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const name = `whisper ${ticket.id}`;
  const [text, setText] = useKeptWords(staffId, name);
  const [isVisible, setIsVisible] = useState(false);
  // The same words under the same id: asked for again after a lost answer, they are said once.
  const [named, setNamed] = useState({ text: '', clientId: uuid() });
  // Also where another field stands here meanwhile: the words would be said once more.
  const whisper = useWhisper(ticket.id, (said) => forgetKeptWords(staffId, name, said));
  const sign = useWritingSign(ticket.id);
  const isCounselor = ticket.assignedTo?.id === staffId;
  // Until the supervisor says so, nobody knows that they look on.
  useHere(ticket.id, !isCounselor && isVisible);
  const canSay = text.trim() !== '' && text.length <= TEXT_LIMIT && !whisper.isPending;

  const say = (): void => {
    if (!canSay) return;
    const request = named.text === text ? named : { text, clientId: uuid() };
    setNamed(request);
    sign.stops();
    whisper.mutate(request, {
      onSuccess: () => {
        setNamed({ text: '', clientId: uuid() });
        setIsVisible(true);
      },
    });
    field.current?.focus();
  };
  return (
    <div className={styles.composer}>
      {whisper.isError && (
        <Notice tone="danger" role="alert">
          {errorMessage(whisper.error)}
        </Notice>
      )}
      <div className={styles.box}>
        <p className={styles.label} id={`${id}-label`}>
          <Icon name="whisper" size={14} />
          {isCounselor
            ? t('whisper.label')
            : t('whisper.labelToCounselor', { name: ticket.assignedTo?.displayName ?? '' })}
        </p>
        <textarea
          ref={field}
          className={styles.field}
          rows={2}
          value={text}
          maxLength={TEXT_LIMIT}
          placeholder={t(isCounselor ? 'whisper.placeholder' : 'whisper.placeholderToCounselor')}
          aria-labelledby={`${id}-label`}
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => {
            setText(target.value);
            if (target.value.trim() !== '') sign.writes();
          }}
          onBlur={sign.stops}
          onKeyDown={(event) => {
            const { key, shiftKey, altKey } = event;
            if (key !== 'Enter' || shiftKey || altKey || isTakenByInputMethod(event.nativeEvent)) return;
            event.preventDefault();
            say();
          }}
        />
        <div className={styles.bar}>
          {!isCounselor && <VisibleSwitch isOn={isVisible} onChange={setIsVisible} />}
          <Button look="primary" size="small" isDisabled={!canSay} onPress={say}>
            {t('whisper.send')}
          </Button>
        </div>
      </div>
      <p className={styles.hint} id={`${id}-hint`}>
        {t('whisper.hint')}
        {!isCounselor && !isVisible && ` ${t('whisper.shows')}`}
      </p>
    </div>
  );
}
