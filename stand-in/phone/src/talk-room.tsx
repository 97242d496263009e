import {
  Fragment,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactElement,
  type RefObject,
} from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { PhoneAccount, TalkItem } from '../../server/phone-contract.js';
import { talkOf, type Talk } from './api.js';
import { Bubble } from './bubble.js';
import { Composer } from './composer.js';
import { Avatar, Icon } from './icons.js';
import { QuickReplies } from './quick-replies.js';
import { useTexts } from './texts.js';
import { dayKey, dayName } from './time.js';

interface Props {
  readonly account: PhoneAccount;
  readonly userId: string;
  readonly onSeen: (at: number) => void;
}

/** One talk between the caller and an account. */
export function TalkRoom({ account, userId, onSeen }: Props): ReactElement {
  const texts = useTexts();
  const talk = useMemo(() => talkOf(userId, account.id), [userId, account.id]);
  const last = account.items.at(-1);
  const isTyping = useTyping(account);
  useEffect(() => {
    if (last !== undefined) onSeen(last.at);
  }, [last, onSeen]);
  return (
    <section className="talk" aria-label={texts('talkWith', { name: account.displayName })}>
      <TalkHeader account={account} talk={talk} />
      {account.friendship === 'none' && <AddBanner talk={talk} />}
      <Log account={account} talk={talk} isTyping={isTyping} />
      {account.friendship === 'blocked' ? (
        <div className="blocked">
          <p>{texts('blocked')}</p>
          <button type="button" className="pill" onClick={() => void talk.follow()}>
            {texts('unblock')}
          </button>
        </div>
      ) : (
        <>
          <QuickReplies last={last} talk={talk} />
          <Composer talk={talk} />
          {account.richMenuId !== null && (
            <p className="rich-menu">{texts('richMenu', { id: account.richMenuId })}</p>
          )}
        </>
      )}
    </section>
  );
}

function TalkHeader({ account, talk }: { account: PhoneAccount; talk: Talk }): ReactElement {
  const texts = useTexts();
  const isBlocked = account.friendship === 'blocked';
  return (
    <header className="talk-header">
      <a className="icon-button" href="#/" aria-label={texts('back')}>
        <Icon name="back" />
      </a>
      <h2>{account.displayName}</h2>
      {account.friendship === 'none' ? (
        <span className="icon-button" />
      ) : (
        <MenuTrigger>
          <Button className="icon-button" aria-label={texts('menu')}>
            <Icon name="menu" />
          </Button>
          <Popover className="popover" placement="bottom end">
            <Menu
              className="menu"
              aria-label={texts('menu')}
              onAction={() => void (isBlocked ? talk.follow() : talk.block())}
            >
              <MenuItem id="block" className="menu-item">
                {texts(isBlocked ? 'unblock' : 'block')}
              </MenuItem>
            </Menu>
          </Popover>
        </MenuTrigger>
      )}
    </header>
  );
}

function AddBanner({ talk }: { talk: Talk }): ReactElement {
  const texts = useTexts();
  return (
    <div className="add-banner">
      <p>{texts('notYetFriend')}</p>
      <button type="button" className="pill" onClick={() => void talk.follow()}>
        {texts('addFriend')}
      </button>
    </div>
  );
}

interface LogProps {
  readonly account: PhoneAccount;
  readonly talk: Talk;
  readonly isTyping: boolean;
}

function Log({ account, talk, isTyping }: LogProps): ReactElement {
  const texts = useTexts();
  const { items } = account;
  const box = useStickToEnd(`${items.length} ${isTyping}`);
  return (
    <div className="log" ref={box} role="log" aria-label={texts('home')} tabIndex={0}>
      <div>
        {items.map((item, index) => {
          const before = items[index - 1];
          return (
            <Fragment key={item.id}>
              {(before === undefined || dayKey(before.at) !== dayKey(item.at)) && (
                <p className="notice">
                  <span>{dayName(item.at, texts)}</span>
                </p>
              )}
              <Bubble item={item} account={account} talk={talk} isFirst={!continues(before, item)} />
            </Fragment>
          );
        })}
        {isTyping && (
          <div className="line account">
            <Avatar name={account.displayName} size={36} />
            <div className="bubble typing" role="img" aria-label={texts('typing')}>
              <i />
              <i />
              <i />
            </div>
          </div>
        )}
      </div>
    </div>
  );
}

/** Shows the newest words: after each of them, and when a picture arrives late or the keyboard takes room. */
function useStickToEnd(change: string): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    const element = box.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, [change]);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const remember = (): void => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 60;
    };
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
    element.addEventListener('scroll', remember, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', remember);
    };
  }, []);
  return box;
}

/** Several bubbles in a row from one side within a minute share one picture and name. */
function continues(before: TalkItem | undefined, item: TalkItem): boolean {
  return (
    before !== undefined &&
    before.unsent !== true &&
    before.from === item.from &&
    before.senderName === item.senderName &&
    item.at - before.at < 60_000
  );
}

function useTyping(account: PhoneAccount): boolean {
  const [isTyping, setTyping] = useState(false);
  const { loadingMs } = account;
  useEffect(() => {
    setTyping(loadingMs > 0);
    if (loadingMs === 0) return undefined;
    const timer = window.setTimeout(() => setTyping(false), loadingMs);
    return () => window.clearTimeout(timer);
    // The number of items restarts the effect, because a message ends the animation before its time.
  }, [loadingMs, account.items.length]);
  return isTyping;
}
