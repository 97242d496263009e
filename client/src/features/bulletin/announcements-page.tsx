import { type JSX, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import {
  type AnnouncementLevel,
  announcementLevels,
  type AnnounceRequest,
  type MadeAnnouncement,
  type MadeAnnouncements,
} from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { Notice } from '../../shared/ui/notice.js';
import { TickGroup } from '../../shared/ui/tick-group.js';
import { WordsField } from '../../shared/ui/words-field.js';
import { useClientId } from '../../shared/words/use-client-id.js';
import { useAnnounce, useMadeAnnouncements } from './api/bulletin.js';
import styles from './pages.module.css';

const hours = { hours: 2, shift: 8, day: 24, week: 7 * 24 } as const;
type End = keyof typeof hours;

interface AnnouncementsPageProps {
  /** The instant by the clock of the server's rules. */
  nowOf: () => number;
}

/** To tell everybody of some accounts, and to see who has read it. */
export function AnnouncementsPage({ nowOf }: AnnouncementsPageProps): JSX.Element {
  const { t } = useTranslation();
  const made = useMadeAnnouncements();
  const [round, setRound] = useState(0);
  if (made.data === undefined) return <LoadState query={made} />;
  const { announcements } = made.data;
  return (
    <div className={styles.page}>
      <h1 className={styles.heading}>{t('announcement.heading')}</h1>
      <AnnounceForm key={round} made={made.data} nowOf={nowOf} onMade={() => setRound(round + 1)} />
      {round > 0 && (
        <Notice tone="plain" role="status" icon="check">
          {t('announcement.made')}
        </Notice>
      )}
      <section aria-label={t('announcement.past')}>
        <h2 className={styles.sectionHeading}>{t('announcement.past')}</h2>
        {announcements.length === 0 && <p className={styles.empty}>{t('announcement.pastEmpty')}</p>}
        <ul className={styles.cards}>
          {announcements.map((announcement) => (
            <Made key={announcement.id} announcement={announcement} accounts={made.data.accounts} />
          ))}
        </ul>
      </section>
    </div>
  );
}

interface AnnounceFormProps extends AnnouncementsPageProps {
  made: MadeAnnouncements;
  onMade: () => void;
}

function AnnounceForm({ made, nowOf, onMade }: AnnounceFormProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const errorMessage = useErrorMessage();
  const clientIdOf = useClientId();
  const [level, setLevel] = useState<AnnouncementLevel>('info');
  const [text, setText] = useState('');
  const [end, setEnd] = useState<End>('shift');
  const [accountIds, setAccountIds] = useState(made.accounts.map(({ id }) => id));
  const [isTried, setIsTried] = useState(false);
  const announce = useAnnounce<AnnounceRequest>();
  const isComplete = text.trim() !== '' && accountIds.length > 0;
  const submit = (): void => {
    setIsTried(true);
    if (!isComplete) return;
    const endsAt = new Date(nowOf() + hours[end] * 3_600_000).toISOString();
    const said = { level, text: text.trim(), accountIds };
    // Of its end, what was chosen: the instant is another with each press.
    const clientId = clientIdOf({ ...said, end });
    announce.mutate({ clientId, ...said, endsAt }, { onSuccess: onMade });
  };
  return (
    <Form
      className={styles.form ?? ''}
      onSubmit={(event) => {
        event.preventDefault();
        if (!announce.isPending) submit();
      }}
    >
      <ChoiceGroup
        label={t('announcement.label')}
        value={level}
        choices={announcementLevels.map((one) => ({
          value: one,
          name: t(`announcement.level.${one}`),
          hint: t(`announcement.levelHint.${one}`),
        }))}
        onChange={setLevel}
      />
      <WordsField
        label={t('announcement.text')}
        hint={t('announcement.textHint')}
        value={text}
        onChange={setText}
        longest={1000}
        problem={isTried && text.trim() === '' ? t('announcement.textMissing') : null}
      />
      <ChoiceGroup
        label={t('announcement.ends')}
        value={end}
        isInRow
        choices={(Object.keys(hours) as End[]).map((one) => ({
          value: one,
          name: t(`announcement.end.${one}`),
        }))}
        onChange={setEnd}
      />
      <TickGroup
        label={t('announcement.to')}
        hint={t('announcement.toHint')}
        problem={isTried && accountIds.length === 0 ? t('announcement.toMissing') : null}
        value={accountIds}
        choices={made.accounts.map(({ id, name }) => ({ value: id, name: name[language] }))}
        onChange={setAccountIds}
      />
      {announce.error !== null && (
        <Notice tone="danger" role="alert" icon="alert">
          {errorMessage(announce.error)}
        </Notice>
      )}
      <Button type="submit" look="primary" className={styles.submit ?? ''} isPending={announce.isPending}>
        {t('announcement.make')}
      </Button>
    </Form>
  );
}

interface MadeProps {
  announcement: MadeAnnouncement;
  accounts: MadeAnnouncements['accounts'];
}

function Made({ announcement, accounts }: MadeProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id, level, by, madeAt, endsAt, withdrawnAt, accountIds, readCount, unread } = announcement;
  const withdraw = useAnnounce<object>(`/${id}/withdraw`);
  const text = announcement.text ?? t('announcement.erased');
  const names = accountIds.map(
    (one) => accounts.find((account) => account.id === one)?.name[language] ?? one,
  );
  const list = new Intl.ListFormat(language, { style: 'narrow', type: 'unit' });
  return (
    <li className={styles.card} data-over={withdrawnAt !== null}>
      <p className={styles.marks}>
        <Chip tone={level === 'important' ? 'amber' : 'accent'}>{t(`announcement.level.${level}`)}</Chip>
        <span>{names.join('・')}</span>
      </p>
      <p className={styles.words}>{text}</p>
      <p className={styles.second}>
        {t('announcement.by', { name: by.displayName, time: dayAndTime(madeAt, language) })}
        {endsAt !== null && `・${t('announcement.until', { time: dayAndTime(endsAt, language) })}`}
      </p>
      <div className={styles.foot}>
        <p className={styles.readers}>
          {withdrawnAt !== null
            ? t('announcement.withdrawn', { time: dayAndTime(withdrawnAt, language) })
            : unread.length === 0
              ? t('announcement.allRead')
              : `${t('announcement.readCount', { count: readCount })}・${t('announcement.unread', {
                  count: unread.length,
                  names: list.format(unread),
                })}`}
        </p>
        {withdrawnAt === null && (
          <Button
            size="small"
            aria-label={t('announcement.withdrawLabel', { text: text.slice(0, 40) })}
            isPending={withdraw.isPending}
            onPress={() => withdraw.mutate({})}
          >
            {t('announcement.withdraw')}
          </Button>
        )}
      </div>
    </li>
  );
}
