import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type WallEntry } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { RefusalNotice } from '../../shared/ui/refusal-notice.js';
import { useEndWall, useWalls } from './api/walls.js';
import styles from './walls.module.css';

/** Every screen of these accounts that is up, whoever hung it there. */
export function WallList({ accounts }: { accounts: readonly AccountView[] }): JSX.Element {
  const { t } = useTranslation();
  const walls = useWalls();
  if (walls.data === undefined) return <LoadState query={walls} />;
  if (walls.data.walls.length === 0) return <p className={styles.none}>{t('walls.none')}</p>;
  return (
    <ul className={styles.list}>
      {walls.data.walls.map((wall) => (
        <WallRow key={wall.id} wall={wall} accounts={accounts} />
      ))}
    </ul>
  );
}

function WallRow({ wall, accounts }: { wall: WallEntry; accounts: readonly AccountView[] }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const end = useEndWall(wall.id);
  const time = (instant: string): string => dayAndTime(instant, language);
  const name = wall.name === '' ? t('walls.nameless') : wall.name;
  const names = accounts
    .filter(({ id }) => wall.accountIds.includes(id))
    .map((account) => account.name[language])
    .join(language === 'ja' ? '、' : ', ');
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <p className={styles.name}>{name}</p>
        <p className={styles.facts}>
          {wall.otherAccounts === 0 ? names : t('walls.andOthers', { names, count: wall.otherAccounts })}
        </p>
        <p className={styles.facts}>
          <span>
            {wall.askedAt === null
              ? t('walls.unopened', { time: time(wall.linkExpiresAt) })
              : t('walls.asked', { time: time(wall.askedAt) })}
          </span>
          <span>{t('walls.until', { time: time(wall.endsAt) })}</span>
          <span>{t('walls.made', { name: wall.madeBy, time: time(wall.madeAt) })}</span>
        </p>
        <RefusalNotice error={end.error} attempt={end.submittedAt} />
      </div>
      <Button
        size="small"
        aria-label={t('walls.endLabel', { name })}
        isPending={end.isPending}
        onPress={() => end.mutate()}
      >
        {t('walls.end')}
      </Button>
    </li>
  );
}
