import { type JSX, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type WhatIfView } from '../../../shared/contract.js';
import { inputOfInstant, instantOfInput } from '../../../shared/format/input-time.js';
import { clockTime, dayAndTime } from '../../../shared/format/time.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { Button } from '../../../shared/ui/button.js';
import { LoadState } from '../../../shared/ui/load-state.js';
import { OpeningMark } from '../../../shared/ui/opening-mark.js';
import { useWhatIf } from '../api/queries.js';
import { LineBubble } from '../../../shared/ui/line-bubble.js';
import { type Account } from '../opening-hours.js';
import { Section } from '../section.js';
import { ruleWords, shortDate } from '../words.js';
import { momentPresets, presetMoment } from './moments.js';
import styles from './what-if.module.css';

interface WhatIfProps {
  account: Account;
  now: number;
}

/** What somebody who writes at a moment would get: state, rule and text. As long as nobody asks otherwise, now. */
export function WhatIf({ account, now }: WhatIfProps): JSX.Element {
  const { t } = useTranslation();
  const fieldId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const value = typed ?? inputOfInstant(now);
  const instant = instantOfInput(value);
  const answer = useWhatIf(account.id, instant === null ? null : typed === null ? {} : { instant });
  return (
    <Section title={t('hours.whatIf.heading')}>
      <div className={styles.card}>
        <div className={styles.question}>
          <label htmlFor={fieldId} className={styles.label}>
            {t('hours.whatIf.instant')}
          </label>
          <input
            id={fieldId}
            className={styles.input}
            type="datetime-local"
            value={value}
            aria-invalid={instant === null}
            aria-describedby={`${fieldId}-fault`}
            onChange={(event) => setTyped(event.target.value)}
          />
          <p id={`${fieldId}-fault`} className={styles.error} role="status">
            {instant === null ? t('hours.whatIf.missing') : ''}
          </p>
          <div className={styles.presets} role="group" aria-label={t('hours.whatIf.presets')}>
            <Button size="small" isDisabled={typed === null} onPress={() => setTyped(null)}>
              {t('hours.whatIf.now')}
            </Button>
            {momentPresets.map((preset) => (
              <Button key={preset} size="small" onPress={() => setTyped(presetMoment(preset, now))}>
                {t(`hours.whatIf.${preset}`)}
              </Button>
            ))}
          </div>
        </div>
        {instant !== null &&
          (answer.data === undefined ? (
            <LoadState query={answer} />
          ) : (
            <Answer account={account} answer={answer.data} />
          ))}
      </div>
    </Section>
  );
}

function Answer({ account, answer }: { account: Account; answer: WhatIfView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { explanation, instant, nextOpensAt, state } = answer;
  const day = inputOfInstant(Date.parse(instant)).slice(0, 10);
  const isRunningOn = explanation.interval !== null && explanation.date !== day;
  return (
    <div className={styles.answer} role="region" aria-label={t('hours.whatIf.result')} aria-live="polite">
      <dl className={styles.facts}>
        <dt>{t('hours.whatIf.state')}</dt>
        <dd>
          <OpeningMark state={state} />
        </dd>
        <dt>{t('hours.whatIf.decides')}</dt>
        <dd>
          {ruleWords(explanation.rule, { t, language })}
          {isRunningOn && (
            <span className={styles.more}>
              {t('hours.rule.startedOn', { date: shortDate(explanation.date, language) })}
            </span>
          )}
        </dd>
        <dt>{t('hours.whatIf.next')}</dt>
        <dd>
          {nextOpensAt === null ? (
            t('hours.whatIf.unknownNext')
          ) : (
            <time dateTime={nextOpensAt}>{dayAndTime(nextOpensAt, language)}</time>
          )}
        </dd>
      </dl>
      <LineBubble
        accountName={account.name.ja}
        text={answer.text}
        quickReplies={answer.quickReplies}
        time={clockTime(instant, language)}
      />
      {answer.situation === 'waiting' && <p className={styles.hint}>{t('hours.whatIf.first')}</p>}
    </div>
  );
}
