import { type JSX, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type AccountView, LONGEST_WALL_NAME, WALL_DAYS } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';
import { Notice } from '../../shared/ui/notice.js';
import { TextField } from '../../shared/ui/text-field.js';
import { TickGroup } from '../../shared/ui/tick-group.js';
import { type useMakeWall } from './api/walls.js';
import styles from './walls.module.css';

const days = { week: 7, month: 30, longest: WALL_DAYS } as const;
type Lasting = keyof typeof days;

interface WallFormProps {
  accounts: readonly AccountView[];
  make: ReturnType<typeof useMakeWall>;
}

export function WallForm({ accounts, make }: WallFormProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const errorMessage = useErrorMessage();
  const [name, setName] = useState('');
  const [accountIds, setAccountIds] = useState(accounts.map(({ id }) => id));
  const [lasting, setLasting] = useState<Lasting>('month');
  const [isTried, setIsTried] = useState(false);
  return (
    <Form
      className={styles.form ?? ''}
      onSubmit={(event) => {
        event.preventDefault();
        setIsTried(true);
        if (make.isPending || name.trim() === '' || accountIds.length === 0) return;
        make.mutate({ name: name.trim(), accountIds, days: days[lasting] });
      }}
    >
      <TextField
        label={t('walls.name')}
        hint={t('walls.nameHint')}
        missing={t('walls.nameMissing')}
        value={name}
        onChange={setName}
        maxLength={LONGEST_WALL_NAME}
        validate={(value) => (value.trim() === '' ? t('walls.nameMissing') : null)}
        isRequired
      />
      {accounts.length > 1 && (
        <TickGroup
          label={t('walls.shown')}
          problem={isTried && accountIds.length === 0 ? t('walls.shownMissing') : null}
          value={accountIds}
          choices={accounts.map((account) => ({ value: account.id, name: account.name[language] }))}
          onChange={setAccountIds}
        />
      )}
      <ChoiceGroup
        label={t('walls.lasts')}
        value={lasting}
        isInRow
        choices={(Object.keys(days) as Lasting[]).map((one) => ({
          value: one,
          name: t(`walls.days.${one}`),
        }))}
        onChange={setLasting}
      />
      {make.error !== null && (
        <Notice tone="danger" role="alert" icon="alert">
          {errorMessage(make.error)}
        </Notice>
      )}
      <div className={styles.buttons}>
        <Button slot="close" isDisabled={make.isPending}>
          {t('common.close')}
        </Button>
        <Button type="submit" look="primary" isPending={make.isPending}>
          {t('walls.make')}
        </Button>
      </div>
    </Form>
  );
}
