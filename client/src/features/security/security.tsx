import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type SecurityView } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { Notice } from '../../shared/ui/notice.js';
import { useSecurity } from './api/security.js';
import { AuthenticatorSection } from './authenticator-section.js';
import { PasskeySection } from './passkey-section.js';
import { SessionSection } from './session-section.js';

/** Everything by which a person gets in, and where they are in now. */
export function Security(): JSX.Element {
  const query = useSecurity();
  const { data } = query;
  if (data === undefined) return <LoadState query={query} />;
  const device = data.sessions.find(({ current }) => current)?.device;
  return (
    <>
      <RecoveryNotice recovery={data.recovery} />
      <PasskeySection passkeys={data.passkeys} device={device ?? { browser: 'other', system: 'other' }} />
      {(data.policy === 'passkey-or-password-totp' ||
        data.policy === 'demo-password' ||
        data.totpSince !== null) && <AuthenticatorSection since={data.totpSince} policy={data.policy} />}
      <SessionSection sessions={data.sessions} />
    </>
  );
}

/** Who didn't ask for it must hear of it before it is too late. */
function RecoveryNotice({ recovery }: Pick<SecurityView, 'recovery'>): JSX.Element | null {
  const { t } = useTranslation();
  const language = useLanguage();
  if (recovery === null) return null;
  return (
    <Notice tone="danger" icon="alert" role="status">
      {t('security.recovery', {
        name: recovery.openedBy,
        time: dayAndTime(recovery.openedAt, language),
      })}
    </Notice>
  );
}
