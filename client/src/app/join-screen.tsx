import { useQueryClient } from '@tanstack/react-query';
import { type JSX, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { JoinForm } from '../features/join/join-form.js';
import { sessionKey } from '../features/session/api/get-session.js';
import { navigate, paths } from '../shared/navigation/location.js';
import { LanguageSwitch } from './language-switch.js';
import styles from './sign-in-screen.module.css';
import { useTitle } from './use-title.js';

export function JoinScreen(): JSX.Element {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [token] = useState(() => window.location.hash.slice(1));
  useTitle(t('join.heading'));
  useEffect(() => {
    // It must not lie in the history of a computer that several people use.
    window.history.replaceState(null, '', paths.join);
  }, []);
  return (
    <div className={styles.screen}>
      <div className={styles.corner}>
        <LanguageSwitch />
      </div>
      <main className={styles.main}>
        <JoinForm
          token={token}
          onJoined={(session) => {
            queryClient.setQueryData(sessionKey, session);
            navigate(paths.desk, { replace: true });
          }}
        />
      </main>
    </div>
  );
}
