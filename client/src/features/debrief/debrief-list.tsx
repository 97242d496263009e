import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type DebriefView, type DeskView } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useAgeText } from '../../shared/ui/age.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import rows from '../../shared/ui/rows.module.css';
import { classNames } from '../../shared/ui/class-names.js';
import styles from './debrief.module.css';
import { useDone, useTake } from './debriefs.js';

/** Who would like to talk, for supervisors: somebody takes it up, and says when they have talked. */
export function DebriefList({ desk }: { desk: DeskView }): JSX.Element {
  const { t } = useTranslation();
  if (desk.debriefs.length === 0) return <p className={styles.empty}>{t('bridge.empty')}</p>;
  return (
    <ul className={rows.list}>
      {desk.debriefs.map((debrief) => (
        <Row key={`${debrief.accountId} ${debrief.by.id}`} debrief={debrief} desk={desk} />
      ))}
    </ul>
  );
}

function Row({ debrief, desk }: { debrief: DebriefView; desk: DeskView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const errorMessage = useErrorMessage();
  const take = useTake(debrief);
  const done = useDone(debrief);
  const { by, ticket, word, takenBy, askedAt, accountId } = debrief;
  const isOwn = by.id === desk.me.staffId;
  const error = take.error ?? done.error;
  return (
    <li className={classNames(rows.row, styles.row)}>
      <div className={styles.words}>
        <strong>{by.displayName}</strong>
        <span className={styles.hint}>
          {desk.accounts.find(({ id }) => id === accountId)?.name[language]}
          {' · '}
          {t('bridge.since', { age: useAgeText(askedAt) })}
          {ticket !== null && ` · ${t('debrief.about', { alias: ticket.alias, number: ticket.number })}`}
        </span>
        <span className={word === null ? styles.hint : styles.word}>{word ?? t('debrief.noWord')}</span>
        {error !== null && <span role="alert">{errorMessage(error)}</span>}
      </div>
      {takenBy !== null && <Chip tone="good">{t('debrief.taken', { name: takenBy.displayName })}</Chip>}
      {isOwn && <span className={styles.hint}>{t('debrief.own')}</span>}
      {!isOwn && takenBy?.id !== desk.me.staffId && (
        <Button
          size="small"
          look={takenBy === null ? 'soft' : 'plain'}
          aria-label={t('debrief.takeLabel', { name: by.displayName })}
          isPending={take.isPending}
          onPress={() => take.mutate()}
        >
          {t('debrief.take')}
        </Button>
      )}
      {!isOwn && (
        <Button
          size="small"
          aria-label={t('debrief.doneLabel', { name: by.displayName })}
          isPending={done.isPending}
          onPress={() => done.mutate()}
        >
          {t('debrief.done')}
        </Button>
      )}
    </li>
  );
}
