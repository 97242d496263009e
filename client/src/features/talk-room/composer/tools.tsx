import { type JSX, useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Toolbar } from 'react-aria-components/Toolbar';
import { TooltipTrigger, Tooltip } from 'react-aria-components/Tooltip';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../../shared/commands/use-commands.js';
import { Button } from '../../../shared/ui/button.js';
import { Icon, type IconName } from '../../../shared/ui/icon.js';
import { EmojiPicker } from './emoji-picker.js';
import { LocationForm } from './location-form.js';
import { type Draft } from './pending-reply.js';
import { QuickReplyEditor } from './quick-reply-editor.js';
import styles from './tools.module.css';

interface ToolsProps {
  draft: Draft;
  onDraft: (change: (draft: Draft) => Draft) => void;
  onFiles: (files: Iterable<File>) => void;
  onCanned: () => void;
  onEmoji: (sign: string) => void;
  canAdd: boolean;
  onAdd: () => void;
}

/** What a reply may hold besides its text. */
export function Tools({
  draft,
  onDraft,
  onFiles,
  onCanned,
  onEmoji,
  canAdd,
  onAdd,
}: ToolsProps): JSX.Element {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'location' | 'quick-replies' | null>(null);
  const close = (): void => setOpen(null);
  const toolbar = useRef<HTMLDivElement>(null);
  useToolCommands({
    canned: onCanned,
    // The browser opens its dialog only shortly after a key or a press, which this is.
    attach: () => toolbar.current?.querySelector<HTMLInputElement>('input[type="file"]')?.click(),
    quickReplies: () => setOpen('quick-replies'),
    location: () => setOpen('location'),
    addBubble: canAdd ? onAdd : null,
  });
  return (
    <>
      <Toolbar ref={toolbar} className={styles.tools ?? ''} aria-label={t('composer.tools')}>
        <FileTrigger allowsMultiple onSelect={(files) => onFiles(files ?? [])}>
          <Tool icon="attach" name={t('composer.attach')} />
        </FileTrigger>
        <Tool icon="lines" name={t('canned.open')} onPress={onCanned} />
        <EmojiPicker onPick={onEmoji} />
        <Tool icon="choices" name={t('quickReply.open')} onPress={() => setOpen('quick-replies')} />
        <Tool icon="place" name={t('location.open')} onPress={() => setOpen('location')} />
        <Tool icon="add" name={t('composer.addBubble')} isDisabled={!canAdd} onPress={onAdd} />
      </Toolbar>
      <LocationForm
        isOpen={open === 'location'}
        onClose={close}
        onAdd={(place) => {
          onDraft((before) => ({ ...before, tray: [...before.tray, place] }));
          close();
        }}
      />
      <QuickReplyEditor
        isOpen={open === 'quick-replies'}
        onClose={close}
        labels={draft.quickReplies}
        onChange={(quickReplies) => onDraft((before) => ({ ...before, quickReplies }))}
      />
    </>
  );
}

const toolIcons = {
  canned: 'lines',
  attach: 'attach',
  quickReplies: 'choices',
  location: 'place',
  addBubble: 'add',
} as const;

/** Null: not now. */
function useToolCommands(tools: Record<keyof typeof toolIcons, (() => void) | null>): void {
  const { t } = useTranslation();
  useCommands(
    (Object.keys(toolIcons) as (keyof typeof toolIcons)[]).map((name) => ({
      id: name,
      group: 'talk',
      name: t(`command.${name}`),
      words: t(`command.words.${name}`),
      icon: toolIcons[name],
      shortcut: name === 'canned' ? name : undefined,
      obstacle: tools[name] === null ? t('command.addBubbleNow') : undefined,
      run: () => tools[name]?.(),
    })),
  );
}

interface ToolProps {
  icon: IconName;
  name: string;
  isDisabled?: boolean;
  onPress?: () => void;
}

function Tool({ icon, name, isDisabled = false, onPress }: ToolProps): JSX.Element {
  return (
    <TooltipTrigger delay={400}>
      <Button
        look="plain"
        size="icon"
        className={styles.tool ?? ''}
        aria-label={name}
        isDisabled={isDisabled}
        {...(onPress && { onPress })}
      >
        <Icon name={icon} size={20} />
      </Button>
      <Tooltip className={styles.tooltip ?? ''}>{name}</Tooltip>
    </TooltipTrigger>
  );
}
