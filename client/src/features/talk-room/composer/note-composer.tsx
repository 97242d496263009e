import { useMutation } from '@tanstack/react-query';
import { type JSX, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v4 as uuid } from 'uuid';
import { useErrorMessage } from '../../../shared/api/use-error-message.js';
import { isTakenByInputMethod } from '../../../shared/keys/input-method.js';
import { Button } from '../../../shared/ui/button.js';
import { Icon } from '../../../shared/ui/icon.js';
import { Notice } from '../../../shared/ui/notice.js';
import { writeNote } from '../api/write-note.js';
import { isSendKey } from './composer-keys.js';
import styles from './composer.module.css';
import { Count } from './count.js';
import { type Draft } from './pending-reply.js';
import { countText } from './text-counter.js';
import { leaveField, useFocusAtFirst, useGrowing } from './use-text-field.js';

interface NoteComposerProps {
  ticketId: string;
  draft: Draft;
  onDraft: (change: (draft: Draft) => Draft) => void;
}

/** What is written here stays among the people of the account: it must not look like a reply for a moment. */
export function NoteComposer({ ticketId, draft, onDraft }: NoteComposerProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  // The same words under the same id: asked for again after a lost answer, the note is written once.
  const [named, setNamed] = useState({ text: '', clientId: uuid() });
  const write = useMutation({
    mutationFn: (note: typeof named) => writeNote(ticketId, note),
    // Also where the person has gone to another ticket meanwhile: the note would be written once more from the draft.
    onSuccess: (_written, { text }) =>
      onDraft((before) => (before.note === text ? { ...before, note: '' } : before)),
  });
  const count = countText(draft.note);
  const canWrite = count.canSend && !write.isPending;
  useGrowing(field, draft.note);
  useFocusAtFirst(field);

  const save = (): void => {
    if (!canWrite) return;
    const text = draft.note;
    const note = named.text === text ? named : { text, clientId: uuid() };
    setNamed(note);
    write.mutate(note, { onSuccess: () => setNamed({ text: '', clientId: uuid() }) });
    field.current?.focus();
  };
  return (
    <div className={styles.composer}>
      {write.isError && (
        <Notice tone="danger" role="alert">
          {errorMessage(write.error)}
        </Notice>
      )}
      <div className={`${styles.box} ${styles.note}`}>
        <p className={styles.noteLabel} id={`${id}-label`}>
          <Icon name="edit" size={14} />
          {t('note.label')}
        </p>
        <textarea
          ref={field}
          id={`${id}-field`}
          className={styles.field}
          rows={1}
          value={draft.note}
          placeholder={t('note.placeholder')}
          aria-labelledby={`${id}-label`}
          aria-invalid={count.over > 0}
          onChange={({ target }) => onDraft((before) => ({ ...before, note: target.value }))}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !isTakenByInputMethod(event.nativeEvent)) leaveField(field);
            if (!isSendKey(event.nativeEvent)) return;
            event.preventDefault();
            save();
          }}
        />
        <div className={styles.bar}>
          <span className={styles.count}>{count.isVisible && <Count count={count} />}</span>
          <Button className={styles.send ?? ''} isDisabled={!canWrite} onPress={save}>
            {t('note.save')}
          </Button>
        </div>
      </div>
      <p className={styles.hint}>{t('note.hint')}</p>
    </div>
  );
}
