import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskView } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './debrief.module.css';
import { useAsk, useWithdraw } from './debriefs.js';
import { WordField } from './word-field.js';

/** Says that one would like to talk, and what became of it. */
export function OwnDebrief({ desk }: { desk: DeskView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isAsking, setIsAsking] = useState(false);
  const withdraw = useWithdraw();
  const own = desk.debriefs.filter(({ by }) => by.id === desk.me.staffId);
  const free = desk.accounts.filter(({ id }) => !own.some(({ accountId }) => accountId === id));
  return (
    <section aria-labelledby="own-debrief" className={styles.own}>
      <h2 id="own-debrief" className={styles.heading}>
        {t('debrief.heading')}
      </h2>
      <p className={styles.hint}>{t('debrief.hint')}</p>
      {own.map(({ accountId, takenBy, word }) => (
        <div key={accountId} className={styles.standing} role="status">
          <Icon name={takenBy === null ? 'wait' : 'check'} />
          <span className={styles.words}>
            <strong>
              {takenBy === null ? t('debrief.waiting') : t('debrief.takenBy', { name: takenBy.displayName })}
            </strong>
            <span className={styles.hint}>
              {desk.accounts.find(({ id }) => id === accountId)?.name[language]}
            </span>
            {word !== null && <span className={styles.word}>{word}</span>}
          </span>
          <Button size="small" isPending={withdraw.isPending} onPress={() => withdraw.mutate(accountId)}>
            {t('debrief.withdraw')}
          </Button>
        </div>
      ))}
      {free.length > 0 && (
        <Button look="soft" className={styles.ask ?? ''} onPress={() => setIsAsking(true)}>
          <Icon name="talk" size={16} />
          {t('debrief.ask')}
        </Button>
      )}
      {isAsking && <AskDialog accounts={free} onClose={() => setIsAsking(false)} />}
    </section>
  );
}

interface AskDialogProps {
  accounts: DeskView['accounts'];
  onClose: () => void;
}

function AskDialog({ accounts, onClose }: AskDialogProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const ask = useAsk();
  const [accountId, setAccountId] = useState(accounts[0]?.id ?? '');
  const [word, setWord] = useState('');
  return (
    <ActionDialog
      title={t('debrief.title')}
      explain={t('debrief.explain')}
      confirm={t('debrief.send')}
      action={ask}
      onConfirm={() => ask.mutate({ accountId, word }, { onSuccess: onClose })}
      onClose={onClose}
    >
      {accounts.length > 1 && (
        <ChoiceGroup
          label={t('debrief.account')}
          value={accountId}
          choices={accounts.map(({ id, name }) => ({ value: id, name: name[language] }))}
          onChange={setAccountId}
        />
      )}
      <WordField value={word} onChange={setWord} />
    </ActionDialog>
  );
}
