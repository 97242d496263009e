import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { sampleLocation } from './actions.js';
import type { OutgoingMessage, Talk } from './api.js';
import { filesToMessages } from './files.js';
import { Icon } from './icons.js';
import { StickerArt } from './sticker-art.js';
import { stickers } from './stickers.js';
import { useTexts, type TextKey } from './texts.js';

/** Where the caller writes: text, stickers, pictures, files, a place. */
export function Composer({ talk }: { talk: Talk }): ReactElement {
  const texts = useTexts();
  const [text, setText] = useState('');
  const [error, setError] = useState<TextKey | undefined>();
  const [areStickersOpen, setStickersOpen] = useState(false);
  const send = async (messages: readonly OutgoingMessage[]): Promise<boolean> => {
    setError(undefined);
    try {
      for (const message of messages) await talk.send(message);
      return true;
    } catch {
      setError('failed');
      return false;
    }
  };
  const sendText = async (): Promise<void> => {
    const words = text.trim();
    if (words === '') return;
    setText('');
    // What couldn't be sent comes back into the field: nobody should have to write such words twice.
    if (!(await send([{ type: 'text', text: words }]))) setText(words);
  };
  return (
    <div className="composer">
      {error !== undefined && (
        <p className="error" role="alert">
          {texts(error)}
        </p>
      )}
      <form
        className="composer-row"
        onSubmit={(event) => {
          event.preventDefault();
          void sendText();
        }}
      >
        <AttachMenu send={send} onError={setError} />
        <Field text={text} setText={setText} submit={() => void sendText()}>
          <button
            type="button"
            className="icon-button"
            aria-label={texts('stickers')}
            aria-expanded={areStickersOpen}
            onClick={() => setStickersOpen(!areStickersOpen)}
          >
            <Icon name="smile" />
          </button>
        </Field>
        <button
          type="submit"
          className="icon-button send"
          aria-label={texts('send')}
          disabled={text.trim() === ''}
        >
          <Icon name="send" />
        </button>
      </form>
      {areStickersOpen && (
        <StickerPicker
          choose={(message) => {
            setStickersOpen(false);
            void send([message]);
          }}
        />
      )}
    </div>
  );
}

interface FieldProps {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly submit: () => void;
  readonly children: ReactElement;
}

function Field({ text, setText, submit, children }: FieldProps): ReactElement {
  const texts = useTexts();
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method is converting, Enter chooses a word and must not send; 229 is how Safari says it.
    const isConverting = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || isConverting) return;
    event.preventDefault();
    submit();
  };
  return (
    <div className="field">
      <textarea
        ref={field}
        rows={1}
        value={text}
        maxLength={10_000}
        aria-label={texts('input')}
        placeholder={texts('input')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {children}
    </div>
  );
}

interface AttachProps {
  readonly send: (messages: readonly OutgoingMessage[]) => Promise<boolean>;
  readonly onError: (error: TextKey) => void;
}

function AttachMenu({ send, onError }: AttachProps): ReactElement {
  const texts = useTexts();
  const pictures = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const act = (key: unknown): void => {
    if (key === 'photo') pictures.current?.click();
    if (key === 'file') files.current?.click();
    if (key === 'location') void send([sampleLocation(texts)]);
    if (key === 'voice') void send([{ type: 'audio', duration: 3_000 }]);
  };
  const chosen = async (input: HTMLInputElement, asFile: boolean): Promise<void> => {
    const messages = await filesToMessages([...(input.files ?? [])], asFile);
    input.value = '';
    if (messages === undefined) onError('tooLarge');
    else await send(messages);
  };
  const entries = [
    ['photo', 'picture'],
    ['file', 'file'],
    ['location', 'place'],
    ['voice', 'voice'],
  ] as const;
  return (
    <>
      <MenuTrigger>
        <Button className="icon-button" aria-label={texts('attach')}>
          <Icon name="plus" />
        </Button>
        <Popover className="popover" placement="top start">
          <Menu className="menu" aria-label={texts('attach')} onAction={act}>
            {entries.map(([key, icon]) => (
              <MenuItem key={key} id={key} className="menu-item">
                <Icon name={icon} size={20} />
                {texts(key)}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <input
        ref={pictures}
        type="file"
        hidden
        multiple
        accept="image/*,video/*"
        aria-label={texts('photo')}
        onChange={(event) => void chosen(event.target, false)}
      />
      <input
        ref={files}
        type="file"
        hidden
        aria-label={texts('file')}
        onChange={(event) => void chosen(event.target, true)}
      />
    </>
  );
}

function StickerPicker({ choose }: { choose: (message: OutgoingMessage) => void }): ReactElement {
  const texts = useTexts();
  return (
    <div className="sticker-picker" role="group" aria-label={texts('stickers')}>
      {stickers.map(({ packageId, stickerId, mood, label, keywords }) => (
        <button
          key={stickerId}
          type="button"
          aria-label={label}
          onClick={() => choose({ type: 'sticker', packageId, stickerId, keywords })}
        >
          <StickerArt mood={mood} />
          <span>{label}</span>
        </button>
      ))}
    </div>
  );
}
