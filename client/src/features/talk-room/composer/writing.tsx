import { type JSX, type ReactNode, useEffect, useRef, useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useTranslation } from 'react-i18next';
import { type MessageView, type TicketSummary } from '../../../shared/contract.js';
import { useCommands } from '../../../shared/commands/use-commands.js';
import { Button } from '../../../shared/ui/button.js';
import { Notice } from '../../../shared/ui/notice.js';
import { Composer } from './composer.js';
import { NoteComposer } from './note-composer.js';
import { type Draft, nameOfBubble, type PendingReply } from './pending-reply.js';
import { type DraftHandle } from './use-draft.js';
import styles from './writing.module.css';

const everyMode = ['reply', 'whisper', 'note'] as const;
type Mode = (typeof everyMode)[number];

interface WritingProps {
  ticket: TicketSummary;
  staffId: string;
  handle: DraftHandle;
  quoted: MessageView | null;
  /** It is this person's to answer; whoever else reads the talk may leave a note. */
  isMine: boolean;
  /** A field for what passes between counselor and supervisors; null where there is nobody to write to. */
  whisper: ReactNode;
  onSend: (reply: PendingReply) => void;
  onUndo: () => boolean;
}

/** The foot of a talk: a reply to the caller, or a note that the caller never sees. */
export function Writing({
  ticket,
  staffId,
  handle,
  quoted,
  isMine,
  whisper,
  onSend,
  onUndo,
}: WritingProps): JSX.Element {
  const { t } = useTranslation();
  const [mode, setMode] = useState<Mode | null>(null);
  const { draft, change, status, other } = handle;
  const modes = everyMode.filter((each) => each === 'note' || (each === 'reply' ? isMine : whisper !== null));
  const shown = modes.find((each) => each === mode) ?? modes[0] ?? 'note';
  const whisperTab = t(isMine ? 'whisper.tab' : 'whisper.tabToCounselor');
  const root = useRef<HTMLDivElement>(null);
  const isAwaited = useRef(false);
  const focus = (): void => root.current?.querySelector('textarea')?.focus();
  const write = (into: Mode): void => {
    setMode(into);
    if (into === shown) focus();
    else isAwaited.current = true;
  };
  useEffect(() => {
    // Another field takes the keyboard when it has come.
    if (isAwaited.current) focus();
    isAwaited.current = false;
  }, [shown]);
  useCommands(
    modes.map((each) => ({
      id: each,
      group: 'talk',
      name: each === 'whisper' ? whisperTab : t(`command.${each}`),
      words: t(`command.words.${each}`),
      icon: each === 'reply' ? 'talk' : each === 'note' ? 'edit' : 'whisper',
      shortcut: each === 'whisper' ? undefined : each,
      run: () => write(each),
    })),
  );
  const { quotes } = draft;
  useEffect(() => {
    // Whoever quotes a message answers the caller.
    if (quotes !== null) setMode('reply');
  }, [quotes]);
  return (
    <div className={styles.writing} ref={root}>
      {other !== null && <Other handle={handle} other={other} />}
      <div className={styles.line}>
        {modes.length > 1 && (
          <ToggleButtonGroup
            className={styles.modes ?? ''}
            aria-label={t('note.modes')}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[shown]}
            onSelectionChange={(keys) => write(modes.find((each) => keys.has(each)) ?? shown)}
          >
            {modes.map((each) => (
              <ToggleButton key={each} id={each} className={styles.mode ?? ''} data-mode={each}>
                {each === 'whisper' ? whisperTab : t(`note.mode.${each}`)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        )}
        <span className={styles.status} role="status">
          {status !== 'idle' && t(`draft.${status}`)}
        </span>
      </div>
      {shown === 'whisper' && whisper}
      {shown === 'reply' && (
        <Composer
          ticket={ticket}
          staffId={staffId}
          draft={draft}
          quoted={quoted}
          onDraft={change}
          onSend={onSend}
          onUndo={onUndo}
        />
      )}
      {shown === 'note' && <NoteComposer ticketId={ticket.id} draft={draft} onDraft={change} />}
    </div>
  );
}

/** Another window saved something else: what stands in the field here stays, and these are the words of there. */
function Other({ handle, other }: { handle: DraftHandle; other: Draft }): JSX.Element {
  const { t } = useTranslation();
  const words = [...other.tray.map(nameOfBubble), other.text, ...other.quickReplies, other.note];
  return (
    <div className={styles.other}>
      <Notice tone="amber" icon="alert">
        {/* Its words change with the other window: they aren't said again and again. */}
        <p role="status">{t('draft.other')}</p>
        <p className={styles.words}>{words.filter((each) => each.trim() !== '').join('\n')}</p>
        <div className={styles.buttons}>
          <Button size="small" onPress={handle.takeOther}>
            {t('draft.take')}
          </Button>
          <Button size="small" look="plain" onPress={handle.dropOther}>
            {t('draft.drop')}
          </Button>
        </div>
      </Notice>
    </div>
  );
}
