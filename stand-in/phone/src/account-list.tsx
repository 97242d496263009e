import type { ReactElement } from 'react';
import type { PhoneAccount, PhoneSnapshot, TalkItem } from '../../server/phone-contract.js';
import { talkOf } from './api.js';
import { Avatar } from './icons.js';
import { previewOf } from './preview.js';
import { useTexts } from './texts.js';
import { dayKey, dayName, timeOf } from './time.js';

interface Props {
  readonly snapshot: PhoneSnapshot;
  readonly seen: Readonly<Record<string, number>>;
}

/** The list of talks, and below it the accounts that can be added. */
export function AccountList({ snapshot, seen }: Props): ReactElement {
  const texts = useTexts();
  const known = snapshot.accounts.filter(
    ({ friendship, items }) => friendship !== 'none' || items.length > 0,
  );
  const others = snapshot.accounts.filter((account) => !known.includes(account));
  return (
    <div className="list">
      <header className="list-header">
        <h2>{texts('home')}</h2>
        <span className="list-name">{snapshot.user.displayName}</span>
      </header>
      <section aria-labelledby="friends">
        <h3 id="friends">{texts('friends')}</h3>
        {known.length === 0 && <p className="empty">{texts('noFriends')}</p>}
        <ul>
          {known.map((account) => (
            <li key={account.id}>
              <TalkRow account={account} seenUntil={seen[account.id] ?? 0} />
            </li>
          ))}
        </ul>
      </section>
      {others.length > 0 && (
        <section aria-labelledby="others">
          <h3 id="others">{texts('others')}</h3>
          <ul>
            {others.map((account) => (
              <li key={account.id}>
                <OfferRow account={account} userId={snapshot.user.userId} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function TalkRow({ account, seenUntil }: { account: PhoneAccount; seenUntil: number }): ReactElement {
  const texts = useTexts();
  const last = account.items.at(-1);
  const unread = account.items.filter((item) => item.from === 'account' && item.at > seenUntil).length;
  return (
    <a className="list-row" href={`#/${account.id}`}>
      <Avatar name={account.displayName} size={52} />
      <span className="list-words">
        <span className="list-title">
          <span className="list-account">{account.displayName}</span>
          {last !== undefined && <time className="list-time">{whenOf(last, texts)}</time>}
        </span>
        <span className="list-title">
          <span className="list-preview">
            {account.friendship === 'blocked'
              ? texts('blockedShort')
              : last === undefined
                ? account.description
                : previewOf(last, texts)}
          </span>
          {unread > 0 && (
            <span className="badge" role="img" aria-label={texts('unread', { count: unread })}>
              {unread}
            </span>
          )}
        </span>
      </span>
    </a>
  );
}

function OfferRow({ account, userId }: { account: PhoneAccount; userId: string }): ReactElement {
  const texts = useTexts();
  return (
    <div className="list-row">
      <a className="list-offer" href={`#/${account.id}`}>
        <Avatar name={account.displayName} size={52} />
        <span className="list-words">
          <span className="list-account">{account.displayName}</span>
          <span className="list-preview">{account.description}</span>
        </span>
      </a>
      <button
        type="button"
        className="pill"
        aria-label={texts('addNamed', { name: account.displayName })}
        onClick={() => {
          void talkOf(userId, account.id).follow();
          location.hash = `#/${account.id}`;
        }}
      >
        {texts('add')}
      </button>
    </div>
  );
}

function whenOf(item: TalkItem, texts: ReturnType<typeof useTexts>): string {
  return dayKey(item.at) === dayKey(Date.now()) ? timeOf(item.at) : dayName(item.at, texts);
}
