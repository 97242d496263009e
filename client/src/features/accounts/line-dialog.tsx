import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountDetail } from '../../shared/administration-contract.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Notice } from '../../shared/ui/notice.js';
import { TextField } from '../../shared/ui/text-field.js';
import { Toggle } from '../../shared/ui/toggle.js';
import { useSaveLine } from './api/accounts.js';

interface LineDialogProps {
  detail: AccountDetail;
  onClose: () => void;
}

/** Secrets are typed and never shown: an empty field leaves what is there. */
export function LineDialog({ detail, onClose }: LineDialogProps): JSX.Element {
  const { t } = useTranslation();
  const save = useSaveLine(detail.id);
  // What the person saw when they began: where it is another now, they hear so.
  const [seen] = useState(detail);
  const { line } = seen;
  const [channelId, setChannelId] = useState(line.channelId);
  const [secret, setSecret] = useState('');
  const [token, setToken] = useState('');
  const [keepsPrevious, setKeepsPrevious] = useState(true);
  const [dropsToken, setDropsToken] = useState(false);
  const [botUserId, setBotUserId] = useState(line.botUserId ?? '');
  const isStale = detail.version !== seen.version;
  const submit = (): void =>
    save.mutate(
      {
        version: seen.version,
        channelId: channelId.trim(),
        keepPreviousSecret: keepsPrevious,
        botUserId: botUserId.trim() === '' ? null : botUserId.trim(),
        ...(secret.trim() === '' ? {} : { channelSecret: secret.trim() }),
        ...(dropsToken ? { channelAccessToken: null } : {}),
        ...(!dropsToken && token.trim() !== '' ? { channelAccessToken: token.trim() } : {}),
      },
      { onSuccess: onClose },
    );
  const unchanged = t('accounts.leaveEmpty');
  return (
    <ActionDialog
      title={t('accounts.lineTitle')}
      explain={t('accounts.lineExplain')}
      confirm={t('accounts.save')}
      action={save}
      isDisabled={isStale}
      onConfirm={submit}
      onClose={onClose}
    >
      {isStale && (
        <Notice tone="amber" role="status" icon="alert">
          {t('accounts.lineStale')}
        </Notice>
      )}
      <TextField
        label={t('accounts.channelId')}
        value={channelId}
        onChange={setChannelId}
        isRequired
        autoFocus
        inputMode="numeric"
        validate={(text) => (/^\d{6,20}$/.test(text.trim()) ? null : t('accounts.channelIdWrong'))}
      />
      <TextField
        label={t('accounts.newSecret')}
        hint={unchanged}
        value={secret}
        onChange={setSecret}
        autoComplete="off"
        validate={(text) =>
          text.trim() === '' || /^[0-9a-f]{32}$/.test(text.trim()) ? null : t('accounts.channelSecretWrong')
        }
      />
      {(secret.trim() !== '' || line.previousChannelSecret !== null) && (
        <Toggle isOn={keepsPrevious} onChange={setKeepsPrevious}>
          {t('accounts.keepPrevious')}
        </Toggle>
      )}
      <TextField
        label={t('accounts.newToken')}
        hint={t('accounts.tokenHint')}
        value={token}
        onChange={setToken}
        isDisabled={dropsToken}
        autoComplete="off"
        validate={(text) =>
          text.trim() === '' || text.trim().length >= 20 ? null : t('accounts.tokenWrong')
        }
      />
      {line.channelAccessToken !== null && (
        <Toggle isOn={dropsToken} onChange={setDropsToken}>
          {t('accounts.dropToken')}
        </Toggle>
      )}
      <TextField
        label={t('accounts.botUserIdOptional')}
        hint={t('accounts.botUserIdHint')}
        value={botUserId}
        onChange={setBotUserId}
        autoComplete="off"
        validate={(text) =>
          text.trim() === '' || /^U[0-9a-f]{32}$/.test(text.trim()) ? null : t('accounts.botUserIdWrong')
        }
      />
    </ActionDialog>
  );
}
