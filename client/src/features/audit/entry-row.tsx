import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AuditAct, auditActs, type AuditChoices, type AuditEntryView } from '../../shared/contract.js';
import { clockTime, dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import styles from './audit.module.css';
import { Changes } from './changes.js';
import { ClosedReason } from './closed-reason.js';
import { Reason } from './reason.js';

interface EntryRowProps {
  entry: AuditEntryView;
  accounts: AuditChoices['accounts'];
  onPerson: (staffId: string) => void;
  onTicket: (accountId: string, number: string) => void;
}

export function EntryRow({ entry, accounts, onPerson, onTicket }: EntryRowProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { seq, at, act, ticket, accountId, subject, why, changes } = entry;
  const account = accounts.find(({ id }) => id === accountId)?.name[language] ?? accountId;
  const number = ticket?.number ?? null;
  return (
    <li className={styles.row}>
      <time className={styles.time} dateTime={at} title={`${dayAndTime(at, language)} · ${seq}`}>
        <span>
          {dayAndTime(at, language)
            .replace(clockTime(at, language), '')
            .replace(/[,\s]+$/, '')}
        </span>{' '}
        <strong>{clockTime(at, language)}</strong>
      </time>
      <div className={styles.what}>
        <p className={styles.act}>
          <Actor entry={entry} onPerson={onPerson} />
          <span>{auditActs[act][language]}</span>
          {number !== null && accountId !== null && (
            <Button
              look="plain"
              size="small"
              className={styles.mention ?? ''}
              aria-label={t('audit.showTicket', { number })}
              onPress={() => onTicket(accountId, String(number))}
            >
              {`#${number}`}
            </Button>
          )}
          {subject?.name !== null && subject?.name !== undefined && (
            <span className={styles.subject}>{subject.name}</span>
          )}
        </p>
        {why === 'closed' ? <ClosedReason seq={seq} /> : why !== null && <Reason why={why} />}
        {changes.length > 0 && <Changes changes={changes} accounts={accounts} />}
        <Facts entry={entry} account={account} />
      </div>
    </li>
  );
}

function Actor({ entry, onPerson }: Pick<EntryRowProps, 'entry' | 'onPerson'>): JSX.Element {
  const { t } = useTranslation();
  const { kind, person } = entry.actor;
  if (person === null) return <span className={styles.nobody}>{t(`audit.actor.${kind}`)}</span>;
  const name = person.displayName === '' ? t('audit.formerPerson') : person.displayName;
  const button = (
    <Button
      look="plain"
      size="small"
      className={styles.mention ?? ''}
      aria-label={t('audit.showPerson', { name })}
      onPress={() => onPerson(person.id)}
    >
      {name}
    </Button>
  );
  if (kind === 'staff') return button;
  // Somebody tried to be this person.
  return (
    <>
      <span className={styles.nobody}>{t(`audit.actor.${kind}`)}</span>
      {button}
    </>
  );
}

/** As what somebody read it, where it wasn't simply theirs. */
const exceptional = ['supervisor', 'past', 'break-glass'] as const;

const ofKeys = {
  state: 'run',
  kind: 'store',
  level: 'keyLevel',
  cause: 'keyCause',
  keys: 'keyCount',
  kept: 'keptCount',
  rows: 'rowCount',
  damaged: 'damagedCount',
  // Has no words, and so isn't shown: with them it would be taken for a risk of before.
  before: 'replacedBefore',
  sessions: 'endedSessions',
  walls: 'endedWalls',
  links: 'endedLinks',
  recoveries: 'endedRecoveries',
} as const;

/** What a detail is, where its name means something else than in other acts. */
const meant: Partial<Record<AuditAct, Readonly<Record<string, string>>>> = {
  'emergency.step': { state: 'step' },
  'break-glass.used': { state: 'ticketState' },
  'backup.taken': ofKeys,
  'backup.restored': ofKeys,
  'key.rotated': ofKeys,
  'key.destroyed': ofKeys,
  'key.destroyed-again': ofKeys,
};

/** What else is known, in one soft line. */
function Facts({ entry, account }: { entry: AuditEntryView; account: string | null }): JSX.Element {
  const { t, i18n } = useTranslation();
  const { act, details, network, session } = entry;
  const as = exceptional.find((one) => one === details['as']);
  const facts = Object.entries(details).flatMap(([kept, value]) => {
    if (value === null || value === '') return [];
    const name = meant[act]?.[kept] ?? kept;
    const key = `audit.detail.${name}`;
    if (!i18n.exists(key)) return [];
    const wordKey = `audit.value.${name}.${String(value)}`;
    const word = i18n.exists(wordKey) ? t(wordKey as 'audit.value.method.passkey') : String(value);
    return [`${t(key as 'audit.detail.method')} ${word}`];
  });
  return (
    <p className={styles.facts}>
      {as !== undefined && <Chip>{t(`audit.as.${as}`)}</Chip>}
      {account !== null && <span>{account}</span>}
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      {network !== null && <span>{t('audit.network', { network })}</span>}
      {session !== null && (
        <span title={t('audit.sessionHint')}>{t('audit.session', { session: session.slice(0, 6) })}</span>
      )}
    </p>
  );
}
