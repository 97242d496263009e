import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type IncidentView } from '../../shared/contract.js';
import styles from './checklist.module.css';
import { StepRow } from './step-row.js';
import { useWrittenStep } from './step-words.js';

/** The id of a step's head, to which the keyboard goes on. */
export const stepElementId = (incidentId: string, position: number): string =>
  `step-${incidentId}-${position}`;

interface ChecklistProps {
  incident: IncidentView;
  staffId: string;
}

/**
 * One step at a time: the first that is not settled stands open, the others are one press away. The one in which the
 * person writes stays, whoever settles it meanwhile.
 */
export function Checklist({ incident, staffId }: ChecklistProps): JSX.Element {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<number | null>(null);
  const current = incident.steps.find(({ state }) => state === 'open')?.position ?? null;
  const written = useWrittenStep(incident, staffId);
  const expanded = chosen ?? written ?? current;
  const settled = incident.steps.filter(({ state }) => state !== 'open').length;
  const goOn = (position: number): void => {
    setChosen(null);
    const next = incident.steps.find((step) => step.state === 'open' && step.position !== position);
    // After the list has been drawn anew.
    requestAnimationFrame(() =>
      document.getElementById(stepElementId(incident.id, next?.position ?? position))?.focus(),
    );
  };
  return (
    <section className={styles.checklist} aria-labelledby={`checklist-${incident.id}`}>
      <div className={styles.head}>
        <h2 id={`checklist-${incident.id}`} className={styles.heading}>
          {t('emergency.checklist.heading')}
        </h2>
        <p className={styles.count}>
          {t('emergency.progress', { settled, steps: incident.steps.length })}
          <span className={styles.version}>
            {t('emergency.checklist.version', { version: incident.checklistVersion })}
          </span>
        </p>
      </div>
      <ol className={styles.steps}>
        {incident.steps.map((step) => (
          <StepRow
            key={step.position}
            id={stepElementId(incident.id, step.position)}
            incident={incident}
            step={step}
            staffId={staffId}
            isCurrent={step.position === current}
            isExpanded={step.position === expanded}
            onToggle={() => setChosen(step.position === expanded ? current : step.position)}
            onSettled={() => goOn(step.position)}
          />
        ))}
      </ol>
    </section>
  );
}
