import { type JSX, useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useTranslation } from 'react-i18next';
import { type MessageView, type TicketSummary } from '../../../shared/contract.js';
import { Button } from '../../../shared/ui/button.js';
import { Notice } from '../../../shared/ui/notice.js';
import { Composer } from './composer.js';
import { NoteComposer } from './note-composer.js';
import { type PendingReply } from './pending-reply.js';
import { type DraftHandle } from './use-draft.js';
import styles from './writing.module.css';

type Mode = 'reply' | 'note';
const modes = ['reply', 'note'] as const;

interface WritingProps {
  ticket: TicketSummary;
  staffId: string;
  handle: DraftHandle;
  quoted: MessageView | null;
  /** It is this person's to answer; whoever else reads the talk may leave a note. */
  isMine: boolean;
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
  onSend,
  onUndo,
}: WritingProps): JSX.Element {
  const { t } = useTranslation();
  const [mode, setMode] = useState<Mode>('reply');
  const { draft, change, status, aside } = handle;
  const shown = isMine ? mode : 'note';
  return (
    <div className={styles.writing}>
      {aside !== null && <Aside handle={handle} />}
      <div className={styles.line}>
        {isMine && (
          <ToggleButtonGroup
            className={styles.modes ?? ''}
            aria-label={t('note.modes')}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[shown]}
            onSelectionChange={(keys) => setMode([...keys][0] === 'note' ? 'note' : 'reply')}
          >
            {modes.map((each) => (
              <ToggleButton key={each} id={each} className={styles.mode ?? ''} data-mode={each}>
                {t(`note.mode.${each}`)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        )}
        <span className={styles.status} role="status">
          {status !== 'idle' && t(`draft.${status}`)}
        </span>
      </div>
      {shown === 'reply' ? (
        <Composer
          ticket={ticket}
          staffId={staffId}
          draft={draft}
          quoted={quoted}
          onDraft={change}
          onSend={onSend}
          onUndo={onUndo}
        />
      ) : (
        <NoteComposer ticketId={ticket.id} draft={draft} onDraft={change} />
      )}
    </div>
  );
}

/** Another window had saved something else: its words stand in the field, and these were written here. */
function Aside({ handle }: { handle: DraftHandle }): JSX.Element {
  const { t } = useTranslation();
  const { aside, takeAside, dropAside } = handle;
  return (
    <div className={styles.aside}>
      <Notice tone="amber" role="status" icon="alert">
        <p>{t('draft.aside')}</p>
        <p className={styles.words}>{`${aside?.text ?? ''} ${aside?.note ?? ''}`.trim()}</p>
        <div className={styles.buttons}>
          <Button size="small" onPress={takeAside}>
            {t('draft.take')}
          </Button>
          <Button size="small" look="plain" onPress={dropAside}>
            {t('draft.drop')}
          </Button>
        </div>
      </Notice>
    </div>
  );
}
