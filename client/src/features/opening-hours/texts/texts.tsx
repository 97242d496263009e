import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountTexts } from '../../../shared/contract.js';
import { Chip } from '../../../shared/ui/chip.js';
import { LoadState } from '../../../shared/ui/load-state.js';
import { useTexts } from '../api/queries.js';
import { LineBubble } from '../../../shared/ui/line-bubble.js';
import { type Account } from '../opening-hours.js';
import { Section } from '../section.js';
import { Phones } from './phones.js';
import { useSituationWords } from './situation-words.js';
import styles from './texts.module.css';
import { Variables } from './variables.js';
import { Versions } from './versions.js';

type Text = AccountTexts['items'][number];

interface TextsProps {
  account: Account;
  now: number;
}

/** What callers are told without anybody writing it, and the numbers that it names. */
export function Texts({ account, now }: TextsProps): JSX.Element {
  const { t } = useTranslation();
  const texts = useTexts(account.id);
  return (
    <Section title={t('hours.texts.heading')}>
      <p className={styles.source}>{t('hours.texts.source')}</p>
      {texts.data === undefined ? (
        <LoadState query={texts} />
      ) : (
        <>
          <Book account={account} items={texts.data.items} />
          <div className={styles.pair}>
            <Phones numbers={texts.data.phoneNumbers} now={now} />
            <Variables />
          </div>
        </>
      )}
    </Section>
  );
}

function Book({ account, items }: { account: Account; items: readonly Text[] }): JSX.Element | null {
  const { t } = useTranslation();
  const words = useSituationWords();
  const [chosen, setChosen] = useState('closed');
  const text = items.find(({ situation }) => situation === chosen) ?? items[0];
  if (text === undefined) return null;
  return (
    <div className={styles.book}>
      <ul className={styles.list} aria-label={t('hours.texts.list')}>
        {items.map(({ situation }) => (
          <li key={situation}>
            <button
              type="button"
              className={styles.situation}
              aria-pressed={situation === text.situation}
              onClick={() => setChosen(situation)}
            >
              {words(situation).name}
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.text}>
        <div className={styles.about}>
          <h3 className={styles.name}>{words(text.situation).name}</h3>
          <Chip tone={text.body === null ? 'plain' : 'accent'}>
            {t(text.body === null ? 'hours.texts.builtIn' : 'hours.texts.own')}
          </Chip>
          {text.version > 0 && (
            <span className={styles.version}>{t('hours.texts.version', { version: text.version })}</span>
          )}
          <p className={styles.when}>{words(text.situation).when}</p>
        </div>
        <div className={styles.beside}>
          <LineBubble accountName={account.name.ja} text={text.preview} quickReplies={text.quickReplies} />
          <Versions key={text.situation} accountId={account.id} situation={text.situation} />
        </div>
      </div>
    </div>
  );
}
