import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, isPassing } from '../../shared/api/request.js';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type OpenedLink, type SessionView } from '../../shared/contract.js';
import { Link } from '../../shared/navigation/link.js';
import { paths } from '../../shared/navigation/location.js';
import { LampMark } from '../../shared/ui/lamp-mark.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { Button } from '../../shared/ui/button.js';
import { Notice } from '../../shared/ui/notice.js';
import { useOpenedLink } from './api/join.js';
import styles from './join-form.module.css';
import { JoinWithPasskey } from './join-with-passkey.js';
import { JoinWithPassword } from './join-with-password.js';

interface JoinFormProps {
  token: string;
  onJoined: (session: SessionView) => void;
}

/** The first time somebody comes in: by a link that an administrator made for them. */
export function JoinForm({ token, onJoined }: JoinFormProps): JSX.Element {
  const { t } = useTranslation();
  const link = useOpenedLink(token);
  return (
    <section className={styles.card} aria-labelledby="join-heading">
      <header className={styles.brand}>
        <LampMark size={44} />
        <p className={styles.name}>
          <span lang="ja">{t('product.mark')}</span> {t('product.name')}
        </p>
      </header>
      {link.data === undefined ? (
        <>
          <h1 id="join-heading" className={styles.heading}>
            {t('join.heading')}
          </h1>
          <Unopened query={link} />
        </>
      ) : (
        <Steps token={token} link={link.data} onJoined={onJoined} />
      )}
    </section>
  );
}

/** A link that is no good stays so: there is nothing to try again, only somebody to ask. */
function Unopened({ query }: { query: ReturnType<typeof useOpenedLink> }): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const { error } = query;
  if (!(error instanceof ApiError) || isPassing(error)) return <LoadState query={query} />;
  return (
    <>
      <Notice tone="danger" role="alert" icon="alert">
        {error.code === 'invalid_field' ? t('join.incomplete') : errorMessage(error)}
      </Notice>
      <p className={styles.explain}>{t('join.known')}</p>
      <Link href={paths.signIn}>{t('join.toSignIn')}</Link>
    </>
  );
}

function Steps({ token, link, onJoined }: JoinFormProps & { link: OpenedLink }): JSX.Element {
  const { t } = useTranslation();
  const [way, setWay] = useState<'passkey' | 'password'>('passkey');
  return (
    <>
      <h1 id="join-heading" className={styles.heading}>
        {t(link.recovery ? 'join.welcomeBack' : 'join.welcome', { name: link.displayName })}
      </h1>
      <p className={styles.login}>
        {t('session.login')}
        <strong>{link.login}</strong>
      </p>
      {link.recovery && <p className={styles.explain}>{t('join.replaces')}</p>}
      {way === 'passkey' ? (
        <JoinWithPasskey token={token} device={link.device} onJoined={onJoined} />
      ) : (
        <JoinWithPassword token={token} login={link.login} onJoined={onJoined} />
      )}
      {link.mayUsePassword && (
        <Button look="plain" size="small" onPress={() => setWay(way === 'passkey' ? 'password' : 'passkey')}>
          {t(way === 'passkey' ? 'join.ratherPassword' : 'join.ratherPasskey')}
        </Button>
      )}
    </>
  );
}
