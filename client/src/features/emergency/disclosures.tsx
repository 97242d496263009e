import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DisclosureRequest, type IncidentEntry, type IncidentView } from '../../shared/contract.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { WordsField } from '../../shared/ui/words-field.js';
import { useClientId } from '../../shared/words/use-client-id.js';
import { useIncidentAction } from './api/incidents.js';
import { Withdraw } from './facts.js';
import styles from './panel.module.css';

export type Disclosure = Extract<IncidentEntry, { kind: 'disclosure' }>;

interface DisclosuresProps {
  incident: IncidentView;
  /** The person who writes: mostly theirs was the decision, or they heard it. */
  ownName: string;
}

/** Whom somebody told what, and by whose decision: written down by hand, after it happened. */
export function Disclosures({ incident, ownName }: DisclosuresProps): JSX.Element {
  const { t } = useTranslation();
  const [isWriting, setIsWriting] = useState(false);
  const told = incident.entries.filter((entry): entry is Disclosure => entry.kind === 'disclosure');
  return (
    <section className={styles.panel} aria-labelledby={`told-${incident.id}`}>
      <h2 id={`told-${incident.id}`} className={styles.heading}>
        {t('emergency.disclosures.heading')}
      </h2>
      {told.length === 0 && <p className={styles.hint}>{t('emergency.disclosures.none')}</p>}
      <ul className={styles.rows}>
        {told.map((entry) => (
          <li key={entry.id} className={styles.row}>
            <DisclosureLine entry={entry} incident={incident} />
          </li>
        ))}
      </ul>
      {incident.state === 'open' && (
        <Button className={styles.add ?? ''} onPress={() => setIsWriting(true)}>
          <Icon name="edit" size={16} />
          {t('emergency.disclosures.add')}
        </Button>
      )}
      {isWriting && (
        <DisclosureDialog incident={incident} ownName={ownName} onClose={() => setIsWriting(false)} />
      )}
    </section>
  );
}

function DisclosureLine({ entry, incident }: { entry: Disclosure; incident: IncidentView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { told, withdrawn, by, at } = entry;
  const to = told === null ? t('emergency.facts.erased') : t('emergency.disclosures.line', { to: told.to });
  return (
    <div className={styles.entry} data-withdrawn={withdrawn !== null}>
      <p className={styles.label}>{withdrawn === null ? to : <s>{to}</s>}</p>
      {told !== null && <p className={styles.words}>{withdrawn === null ? told.what : <s>{told.what}</s>}</p>}
      <p className={styles.second}>
        {withdrawn === null
          ? [
              told !== null && t('emergency.disclosures.decision', { name: told.decidedBy }),
              t('emergency.facts.by', { name: by.displayName, time: clockTime(at, language) }),
            ]
              .filter(Boolean)
              .join('・')
          : t('emergency.facts.withdrawn', { name: withdrawn.by, time: clockTime(withdrawn.at, language) })}
        {withdrawn === null && incident.state === 'open' && (
          <Withdraw entry={entry} text={to} incident={incident} />
        )}
      </p>
    </div>
  );
}

interface DisclosureDialogProps extends DisclosuresProps {
  onClose: () => void;
}

function DisclosureDialog({ incident, ownName, onClose }: DisclosureDialogProps): JSX.Element {
  const { t } = useTranslation();
  const clientIdOf = useClientId();
  const [to, setTo] = useState('');
  const [what, setWhat] = useState('');
  const [decidedBy, setDecidedBy] = useState(ownName);
  const write = useIncidentAction<DisclosureRequest>(incident, 'disclosures');
  const isIncomplete = [to, what, decidedBy].some((words) => words.trim() === '');
  return (
    <ActionDialog
      title={t('emergency.disclosures.title')}
      explain={t('emergency.disclosures.explain')}
      confirm={t('emergency.disclosures.save')}
      action={write}
      isDisabled={isIncomplete}
      onConfirm={() => {
        const told = { to: to.trim(), what: what.trim(), decidedBy: decidedBy.trim() };
        write.mutate({ clientId: clientIdOf(told), ...told }, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <WordsField label={t('emergency.disclosures.to')} value={to} onChange={setTo} rows={1} isFirst />
      <WordsField label={t('emergency.disclosures.what')} value={what} onChange={setWhat} />
      <WordsField
        label={t('emergency.disclosures.decidedBy')}
        value={decidedBy}
        onChange={setDecidedBy}
        rows={1}
      />
    </ActionDialog>
  );
}
