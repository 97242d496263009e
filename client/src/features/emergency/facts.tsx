import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import {
  type FactKind,
  factKinds,
  type FactRequest,
  type IncidentEntry,
  type IncidentView,
} from '../../shared/contract.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { Notice } from '../../shared/ui/notice.js';
import { WordsField } from '../../shared/ui/words-field.js';
import { useClientId } from '../../shared/words/use-client-id.js';
import { useIncidentAction } from './api/incidents.js';
import styles from './panel.module.css';

export type Fact = Extract<IncidentEntry, { kind: 'fact' }>;

/** What is known, and what isn't yet: each by a person's hand. */
export function Facts({ incident }: { incident: IncidentView }): JSX.Element {
  const { t } = useTranslation();
  const facts = incident.entries.filter((entry): entry is Fact => entry.kind === 'fact');
  const isOpen = incident.state === 'open';
  // Afterwards, only what became known is of interest.
  const known = factKinds.filter((kind) => facts.some(({ fact }) => fact === kind));
  return (
    <section className={styles.panel} aria-labelledby={`facts-${incident.id}`}>
      <h2 id={`facts-${incident.id}`} className={styles.heading}>
        {t('emergency.facts.heading')}
      </h2>
      {isOpen && <p className={styles.hint}>{t('emergency.facts.hint')}</p>}
      {!isOpen && known.length === 0 && <p className={styles.hint}>{t('emergency.facts.none')}</p>}
      <ul className={styles.rows}>
        {(isOpen ? factKinds : known).map((kind) => (
          <FactRow
            key={kind}
            kind={kind}
            incident={incident}
            facts={facts.filter(({ fact }) => fact === kind)}
          />
        ))}
      </ul>
    </section>
  );
}

interface FactRowProps {
  kind: FactKind;
  incident: IncidentView;
  facts: readonly Fact[];
}

function FactRow({ kind, incident, facts }: FactRowProps): JSX.Element {
  const { t } = useTranslation();
  const [isWriting, setIsWriting] = useState(false);
  const name = t(`emergency.facts.kind.${kind}`);
  const isKnown = facts.some(({ withdrawn }) => withdrawn === null);
  return (
    <li className={styles.row} data-fact={kind} data-known={isKnown}>
      <div className={styles.rowHead}>
        <h3 className={styles.label}>{name}</h3>
        {!isKnown && <span className={styles.unknown}>{t('emergency.facts.unknown')}</span>}
        {incident.state === 'open' && !isWriting && (
          <Button
            size="small"
            look="plain"
            aria-label={t('emergency.facts.addLabel', { kind: name })}
            onPress={() => setIsWriting(true)}
          >
            <Icon name="edit" size={15} />
            {t('emergency.facts.add')}
          </Button>
        )}
      </div>
      {facts.map((fact) => (
        <FactLine key={fact.id} fact={fact} incident={incident} />
      ))}
      {isWriting && <FactForm kind={kind} incident={incident} onClose={() => setIsWriting(false)} />}
    </li>
  );
}

function FactLine({ fact, incident }: { fact: Fact; incident: IncidentView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { source, withdrawn, by, at } = fact;
  const text = fact.text ?? t('emergency.facts.erased');
  return (
    <div className={styles.entry} data-withdrawn={withdrawn !== null}>
      <p className={styles.words}>{withdrawn === null ? text : <s>{text}</s>}</p>
      <p className={styles.second}>
        {withdrawn !== null
          ? t('emergency.facts.withdrawn', {
              name: withdrawn.by,
              time: clockTime(withdrawn.at, language),
            })
          : [
              source !== null && t('emergency.facts.source', { time: clockTime(source.at, language) }),
              t('emergency.facts.by', { name: by.displayName, time: clockTime(at, language) }),
            ]
              .filter(Boolean)
              .join('・')}
        {withdrawn === null && incident.state === 'open' && (
          <Withdraw entry={fact} text={text} incident={incident} />
        )}
      </p>
    </div>
  );
}

interface WithdrawProps {
  entry: { readonly id: string };
  text: string;
  incident: IncidentView;
}

/** It was wrong: it stays readable as such. */
export function Withdraw({ entry, text, incident }: WithdrawProps): JSX.Element {
  const { t } = useTranslation();
  const withdraw = useIncidentAction<object>(incident, `entries/${entry.id}/withdraw`);
  return (
    <Button
      size="small"
      look="plain"
      className={styles.withdraw ?? ''}
      aria-label={t('emergency.facts.withdrawLabel', { text: text.slice(0, 40) })}
      isPending={withdraw.isPending}
      onPress={() => withdraw.mutate({})}
    >
      {t('emergency.facts.withdraw')}
    </Button>
  );
}

interface FactFormProps {
  kind: FactKind;
  incident: IncidentView;
  onClose: () => void;
}

function FactForm({ kind, incident, onClose }: FactFormProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const clientIdOf = useClientId();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const write = useIncidentAction<FactRequest>(incident, 'facts');
  const save = (): void => {
    if (text.trim() === '') setProblem(t('emergency.facts.missing'));
    else {
      const said = { fact: kind, text: text.trim(), messageId: null };
      write.mutate({ clientId: clientIdOf(said), ...said }, { onSuccess: onClose });
    }
  };
  return (
    <div className={styles.form}>
      <WordsField
        label={t('emergency.facts.words')}
        value={text}
        onChange={(value) => {
          setText(value);
          setProblem(null);
        }}
        rows={2}
        problem={problem}
        isFirst
      />
      {write.error !== null && (
        <Notice tone="danger" role="alert" icon="alert">
          {errorMessage(write.error)}
        </Notice>
      )}
      <div className={styles.buttons}>
        <Button size="small" onPress={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="small" look="primary" isPending={write.isPending} onPress={save}>
          {t('emergency.facts.save')}
        </Button>
      </div>
    </div>
  );
}
