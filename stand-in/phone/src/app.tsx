import { useEffect, useState, type ReactElement } from 'react';
import { AccountList } from './account-list.js';
import { Aside } from './aside.js';
import { MischiefPanel } from './mischief-panel.js';
import { TalkRoom } from './talk-room.js';
import { textsIn, TextsContext, type Language } from './texts.js';
import { callerName, useCaller } from './use-caller.js';
import { useSeen } from './use-seen.js';

const languageKey = 'stand-in.language';

export function App(): ReactElement {
  const [language, setLanguage] = useLanguage();
  const [name] = useState(callerName);
  const snapshot = useCaller(name, language);
  const accountId = useHash();
  const [seen, markSeen] = useSeen(snapshot?.user.userId ?? '');
  const texts = textsIn(language);
  const account = snapshot?.accounts.find((candidate) => candidate.id === accountId);
  return (
    <TextsContext value={texts}>
      <div className="desk">
        <Aside name={name} />
        <main className="phone">
          <header className="caption">
            <span className="caption-text">
              <strong>{texts('caption')}</strong>
              <span>{texts('notLine')}</span>
            </span>
            <LanguageSwitch language={language} choose={setLanguage} />
          </header>
          <div className="screen">
            {snapshot === undefined ? (
              <p className="connecting">{texts('connecting')}</p>
            ) : account === undefined ? (
              <AccountList snapshot={snapshot} seen={seen} />
            ) : (
              <TalkRoom
                key={account.id}
                account={account}
                userId={snapshot.user.userId}
                onSeen={(at) => markSeen(account.id, at)}
              />
            )}
          </div>
        </main>
        <MischiefPanel />
      </div>
    </TextsContext>
  );
}

function LanguageSwitch({
  language,
  choose,
}: {
  language: Language;
  choose: (language: Language) => void;
}): ReactElement {
  const texts = textsIn(language);
  return (
    <div className="language" role="group" aria-label={texts('language')}>
      {(['ja', 'en'] as const).map((option) => (
        <button
          key={option}
          type="button"
          lang={option}
          aria-pressed={option === language}
          onClick={() => choose(option)}
        >
          {option === 'ja' ? '日本語' : 'English'}
        </button>
      ))}
    </div>
  );
}

function useLanguage(): [Language, (language: Language) => void] {
  const [language, setLanguage] = useState<Language>(() =>
    localStorage.getItem(languageKey) === 'en' ? 'en' : 'ja',
  );
  useEffect(() => {
    localStorage.setItem(languageKey, language);
    document.documentElement.lang = language;
    document.title = textsIn(language)('caption');
  }, [language]);
  return [language, setLanguage];
}

/** The open talk is part of the address, so that it survives a reload and the back button works. */
function useHash(): string {
  const read = (): string => decodeURIComponent(location.hash.replace(/^#\/?/, ''));
  const [hash, setHash] = useState(read);
  useEffect(() => {
    const update = (): void => setHash(read());
    window.addEventListener('hashchange', update);
    return () => window.removeEventListener('hashchange', update);
  }, []);
  return hash;
}
