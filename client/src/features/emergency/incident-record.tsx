import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type IncidentEntry, type IncidentView } from '../../shared/contract.js';
import { splitAge } from '../../shared/format/age.js';
import { clockTime, dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Link } from '../../shared/navigation/link.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { Disclosures } from './disclosures.js';
import { Facts } from './facts.js';
import styles from './incident-record.module.css';
import { type TimelineItem, timelineOf } from './timeline.js';

interface IncidentRecordProps {
  incident: IncidentView;
  accountName: string;
  backAddress: string;
}

/** What happened, when, by whom, and how it ended: to be read later, and on paper. */
export function IncidentRecord({ incident, accountName, backAddress }: IncidentRecordProps): JSX.Element {
  const { t } = useTranslation();
  const ended: IncidentView = { ...incident, state: 'ended' };
  return (
    <article className={styles.record}>
      <div className={styles.tools}>
        <Link href={backAddress} className={styles.back}>
          <Icon name="back" size={16} />
          {t('emergency.record.back')}
        </Link>
        <Button onPress={() => window.print()}>{t('emergency.record.print')}</Button>
      </div>
      <h1 className={styles.heading}>{t('emergency.record.heading')}</h1>
      <p className={styles.who}>
        {accountName}・{incident.alias} {t('ticket.number', { number: incident.number })}
      </p>
      <p className={styles.secret}>{t('emergency.record.secret')}</p>
      <Outcome incident={incident} />
      {/* Read only, whether it goes on or not. */}
      <Facts incident={ended} />
      <Disclosures incident={ended} ownName="" />
      <section>
        <h2 className={styles.sectionHeading}>{t('emergency.record.timeline')}</h2>
        <ol className={styles.timeline}>
          {timelineOf(incident).map((item) => (
            <TimelineRow
              key={item.kind === 'entry' ? item.entry.id : item.kind}
              item={item}
              incident={incident}
            />
          ))}
        </ol>
      </section>
      <Unsettled incident={incident} />
    </article>
  );
}

function Outcome({ incident }: { incident: IncidentView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { openedAt, openedBy, endedAt, endedBy, outcome, summary } = incident;
  const lasted = endedAt === null ? null : splitAge(Date.parse(endedAt) - Date.parse(openedAt));
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{t('emergency.record.started')}</dt>
        <dd>
          {dayAndTime(openedAt, language)}　{openedBy.displayName}
        </dd>
      </div>
      <div>
        <dt>{t('emergency.record.ended')}</dt>
        <dd>
          {endedAt === null || endedBy === null || lasted === null
            ? t('emergency.record.notEnded')
            : `${dayAndTime(endedAt, language)}　${endedBy.displayName}（${t('emergency.record.lasted', {
                age: t(`age.${lasted.key}`, { ...lasted }),
              })}）`}
        </dd>
      </div>
      {outcome !== null && (
        <div>
          <dt>{t('emergency.record.outcome')}</dt>
          <dd>{t(`emergency.outcome.${outcome}`)}</dd>
        </div>
      )}
      {endedAt !== null && (
        <div>
          <dt>{t('emergency.record.summary')}</dt>
          <dd className={styles.words}>{summary ?? t('emergency.facts.erased')}</dd>
        </div>
      )}
    </dl>
  );
}

function TimelineRow({ item, incident }: { item: TimelineItem; incident: IncidentView }): JSX.Element {
  const language = useLanguage();
  const { what, words } = useWhat(item, incident);
  return (
    <li className={styles.item}>
      <time dateTime={item.at}>{clockTime(item.at, language)}</time>
      <div>
        <p>{what}</p>
        {words !== null && <p className={styles.words}>{words}</p>}
      </div>
      <span className={styles.by}>{item.by}</span>
    </li>
  );
}

function useWhat(item: TimelineItem, incident: IncidentView): { what: string; words: string | null } {
  const { t } = useTranslation();
  const entryWhat = (entry: IncidentEntry): { what: string; words: string | null } => {
    const erased = t('emergency.facts.erased');
    switch (entry.kind) {
      case 'step': {
        const title = incident.steps.find(({ position }) => position === entry.position)?.title ?? '';
        return { what: t(`emergency.record.step.${entry.state}`, { title }), words: entry.text };
      }
      case 'fact': {
        const kind = t(`emergency.facts.kind.${entry.fact}`);
        return { what: t('emergency.record.fact', { kind, text: entry.text ?? erased }), words: null };
      }
      case 'disclosure':
        return {
          what:
            entry.told === null
              ? erased
              : t('emergency.record.told', {
                  to: entry.told.to,
                  what: entry.told.what,
                  name: entry.told.decidedBy,
                }),
          words: null,
        };
    }
  };
  switch (item.kind) {
    case 'began':
      return { what: t('emergency.record.began'), words: null };
    case 'finished': {
      const outcome = t(`emergency.outcome.${item.outcome}`);
      return { what: t('emergency.record.finished', { outcome }), words: null };
    }
    case 'entry':
      return entryWhat(item.entry);
  }
}

/** What nobody did stands there too. */
function Unsettled({ incident }: { incident: IncidentView }): JSX.Element | null {
  const { t } = useTranslation();
  const unsettled = incident.steps.filter(({ state }) => state === 'open');
  if (unsettled.length === 0) return null;
  return (
    <section>
      <h2 className={styles.sectionHeading}>{t('emergency.record.unsettled')}</h2>
      <ul className={styles.unsettled}>
        {unsettled.map(({ position, title }) => (
          <li key={position}>{title}</li>
        ))}
      </ul>
    </section>
  );
}
