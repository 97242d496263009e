import { useRef, useState, type ReactElement } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { PhoneAccount, TalkItem } from '../../server/phone-contract.js';
import type { Talk } from './api.js';
import { Avatar, Icon } from './icons.js';
import { MessageBody } from './message-body.js';
import { plainText } from './preview.js';
import { useTexts } from './texts.js';
import { timeOf } from './time.js';

interface Props {
  readonly item: TalkItem;
  readonly account: PhoneAccount;
  readonly talk: Talk;
  readonly isFirst: boolean;
}

const longPressMs = 450;

/** One thing said: the caller's on the right, the account's on the left with its picture and name. */
export function Bubble({ item, account, talk, isFirst }: Props): ReactElement {
  const texts = useTexts();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const press = useLongPress(() => setMenuOpen(true));
  if (item.unsent === true) {
    return (
      <p className="notice">
        <span>{texts('youUnsent')}</span>
      </p>
    );
  }
  const isOwn = item.from === 'caller';
  const stamp = (
    <div className="stamp">
      {isOwn && item.readAt !== undefined && <span>{texts('read')}</span>}
      <time dateTime={new Date(item.at).toISOString()}>{timeOf(item.at)}</time>
    </div>
  );
  if (!isOwn) {
    return (
      <div className={`line account ${isFirst ? 'first' : ''}`}>
        {isFirst ? (
          <Avatar name={item.senderName ?? account.displayName} size={36} />
        ) : (
          <span className="gap" />
        )}
        <div className="words">
          {isFirst && <SenderName item={item} account={account} />}
          <div className="with-stamp">
            <MessageBody item={item} talk={talk} />
            {stamp}
          </div>
        </div>
      </div>
    );
  }
  return (
    <div className={`line own ${isFirst ? 'first' : ''}`} data-message-id={item.id} {...press}>
      <OwnMenu item={item} talk={talk} isOpen={isMenuOpen} setOpen={setMenuOpen} />
      {stamp}
      <MessageBody item={item} talk={talk} />
    </div>
  );
}

function SenderName({ item, account }: { item: TalkItem; account: PhoneAccount }): ReactElement {
  if (item.senderName === undefined) return <p className="sender">{account.displayName}</p>;
  return (
    <p className="sender">
      {item.senderName}
      <span>{account.displayName}</span>
    </p>
  );
}

interface OwnMenuProps {
  readonly item: TalkItem;
  readonly talk: Talk;
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
}

function OwnMenu({ item, talk, isOpen, setOpen }: OwnMenuProps): ReactElement {
  const texts = useTexts();
  const isText = item.message.type === 'text';
  const act = (key: unknown): void => {
    if (key === 'unsend') void talk.unsend(item.id);
    if (key === 'copy') void navigator.clipboard.writeText(plainText(item.message));
  };
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="message-menu" aria-label={texts('messageMenu')}>
        <Icon name="more" size={18} />
      </Button>
      <Popover className="popover" placement="top end">
        <Menu className="menu" aria-label={texts('messageMenu')} onAction={act}>
          {isText ? (
            <MenuItem id="copy" className="menu-item">
              {texts('copy')}
            </MenuItem>
          ) : null}
          {item.local === true ? null : (
            <MenuItem id="unsend" className="menu-item">
              {texts('unsend')}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** Press and hold with a finger, or the context menu with a mouse. */
function useLongPress(open: () => void): Record<string, (event: never) => void> {
  const timer = useRef<number | undefined>(undefined);
  const cancel = (): void => window.clearTimeout(timer.current);
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === 'touch') timer.current = window.setTimeout(open, longPressMs);
    },
    onPointerUp: cancel,
    onPointerMove: cancel,
    onPointerCancel: cancel,
    onContextMenu: (event: Event) => {
      event.preventDefault();
      cancel();
      open();
    },
  };
}
