import { useState, type FormEvent, type ReactElement } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { needsDate, perform, type LineAction } from './actions.js';
import type { Talk } from './api.js';
import { stringOf } from './preview.js';
import { useTexts } from './texts.js';

interface Props {
  readonly action: LineAction;
  readonly talk: Talk;
  readonly className: string;
  readonly onDone?: () => void;
}

/** A button that does what a LINE action says. */
export function ActionButton({ action, talk, className, onDone }: Props): ReactElement {
  const texts = useTexts();
  const label = action.label ?? (stringOf(action['text']) || action.type);
  if (needsDate(action)) {
    return (
      <DialogTrigger>
        <Button className={className}>{label}</Button>
        <DatePickerDialog action={action} talk={talk} />
      </DialogTrigger>
    );
  }
  const press = (): void => void perform(action, talk, texts).then(onDone, () => undefined);
  return (
    <Button className={className} onPress={press}>
      {label}
    </Button>
  );
}

const inputTypes: Readonly<Record<string, string>> = {
  date: 'date',
  time: 'time',
  datetime: 'datetime-local',
};

function DatePickerDialog({ action, talk }: { action: LineAction; talk: Talk }): ReactElement {
  const texts = useTexts();
  const mode = stringOf(action['mode']) || 'datetime';
  const [value, setValue] = useState(stringOf(action['initial']).replace('t', 'T'));
  const decide = (event: FormEvent, close: () => void): void => {
    event.preventDefault();
    void talk.postback(stringOf(action['data']), { params: { [mode]: value } });
    close();
  };
  return (
    <ModalOverlay className="overlay" isDismissable>
      <Modal>
        <Dialog className="dialog">
          {({ close }) => (
            <form onSubmit={(event) => decide(event, close)}>
              <Heading slot="title">{texts('choose')}</Heading>
              <input
                type={inputTypes[mode]}
                aria-label={texts('choose')}
                required
                value={value}
                onChange={(event) => setValue(event.target.value)}
              />
              <div className="row">
                <Button className="plain" onPress={close}>
                  {texts('cancel')}
                </Button>
                <Button className="pill" type="submit">
                  {texts('decide')}
                </Button>
              </div>
            </form>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
