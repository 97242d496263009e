import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PersonView } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { ActiveDialog } from './active-dialog.js';
import { EndSessionsDialog, OpenRecoveryDialog, VouchDialog } from './dialogs.js';
import { LinkDialog } from './link-dialog.js';
import styles from './people.module.css';
import { PersonForm, type Workplace } from './person-form.js';
import { RecoveryNote } from './recovery-note.js';
import { VouchNote } from './vouch-note.js';

interface PersonRowProps {
  person: PersonView;
  accounts: readonly Workplace[];
  isSelf: boolean;
  viewerId: string;
  /** Whoever looks can be one of two people themselves. */
  isViewerVouched: boolean;
}

/** Each has its column, so that the same stands below the same, however much a row offers to do. */
const places = {
  link: 'first',
  recovery: 'first',
  sessions: 'second',
  change: 'third',
  active: 'fourth',
} as const;

export function PersonRow({
  person,
  accounts,
  isSelf,
  viewerId,
  isViewerVouched,
}: PersonRowProps): JSX.Element {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<
    'link' | 'confirm' | 'recovery' | 'sessions' | 'change' | 'active' | 'vouch' | null
  >(null);
  const close = (): void => setAsking(null);
  const { displayName: name, recovery, unvouched } = person;
  const hasWayIn = person.passkeys > 0 || person.totp || person.singleSignOn;
  const label = (action: string): string => t('people.actionLabel', { action, name });
  const action = (kind: Exclude<typeof asking, null | 'confirm' | 'vouch'>, text: string): JSX.Element => (
    <Button
      look="plain"
      size="small"
      className={styles[places[kind]] ?? ''}
      aria-label={label(text)}
      onPress={() => setAsking(kind)}
    >
      {text}
    </Button>
  );
  return (
    <li className={styles.row} data-active={person.active}>
      <div className={styles.who}>
        <p className={styles.name}>
          {name}
          <span className={styles.login}>{person.login}</span>
          {!person.active && <Chip>{t('people.inactive')}</Chip>}
        </p>
        <p className={styles.roles}>
          <Roles person={person} />
        </p>
      </div>
      <Ways person={person} />
      <div className={styles.actions}>
        {person.active && (
          <>
            {!hasWayIn && recovery === null && !isSelf && action('link', t('people.makeLink'))}
            {hasWayIn && recovery === null && !isSelf && action('recovery', t('people.openRecovery'))}
            {person.sessions > 0 && !isSelf && action('sessions', t('people.endSessions'))}
          </>
        )}
        {action('change', t('people.change'))}
        {!isSelf && action('active', t(person.active ? 'people.deactivate' : 'people.activate'))}
      </div>
      {recovery !== null && (
        <RecoveryNote
          person={person}
          recovery={recovery}
          mayConfirm={!isSelf && recovery.openedBy.id !== viewerId}
          onConfirm={() => setAsking('confirm')}
        />
      )}
      {unvouched !== null && (
        <VouchNote
          person={person}
          unvouched={unvouched}
          isSelf={isSelf}
          mayVouch={!isSelf && isViewerVouched && unvouched.letInBy.every(({ id }) => id !== viewerId)}
          onVouch={() => setAsking('vouch')}
        />
      )}
      {asking === 'change' && (
        <PersonForm person={person} isSelf={isSelf} accounts={accounts} onClose={close} />
      )}
      {asking === 'active' && <ActiveDialog person={person} onClose={close} />}
      {asking === 'link' && <LinkDialog person={person} way="link" onClose={close} />}
      {asking === 'confirm' && <LinkDialog person={person} way="recovery/confirm" onClose={close} />}
      {asking === 'recovery' && <OpenRecoveryDialog person={person} onClose={close} />}
      {asking === 'vouch' && <VouchDialog person={person} onClose={close} />}
      {asking === 'sessions' && <EndSessionsDialog person={person} onClose={close} />}
    </li>
  );
}

function Roles({ person }: { person: PersonView }): JSX.Element {
  const { t } = useTranslation();
  const roles = [...new Set([...person.memberships, ...person.oversight].map(({ role }) => role))];
  const words = [
    ...roles.map((role) => t(`people.role.${role}`)),
    ...(person.administrator ? [t('people.role.administrator')] : []),
  ];
  return <>{words.length === 0 ? t('people.noRole') : words.join(t('people.and'))}</>;
}

/** How they get in, and whether they are in now. */
function Ways({ person }: { person: PersonView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { passkeys, suspectPasskeys, totp, singleSignOn, link, lastSeenAt, sessions } = person;
  const ways = [
    ...(passkeys > 0 ? [t('people.passkeys', { count: passkeys })] : []),
    ...(totp ? [t('people.totp')] : []),
    ...(singleSignOn ? [t('people.singleSignOn')] : []),
  ];
  return (
    <div className={styles.ways}>
      <p>{ways.length === 0 ? t(`people.none.${person.policy}`) : ways.join(t('people.and'))}</p>
      <p className={styles.facts}>
        {sessions > 0 && lastSeenAt !== null
          ? t('people.signedIn', { count: sessions, time: dayAndTime(lastSeenAt, language) })
          : t('people.notSignedIn')}
      </p>
      {suspectPasskeys > 0 && (
        <p>
          <Chip tone="danger">{t('people.suspectPasskeys', { count: suspectPasskeys })}</Chip>
        </p>
      )}
      {link !== null && (
        <p>
          <Chip tone="amber">{t('people.linkOpen', { time: dayAndTime(link.expiresAt, language) })}</Chip>
        </p>
      )}
    </div>
  );
}
