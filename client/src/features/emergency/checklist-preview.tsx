import { type JSX, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChecklistStep } from '../../shared/contract.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './checklist.module.css';
import preview from './checklist-preview.module.css';
import { WhatToDo } from './step-row.js';

/** Steps as a counselor would find them, for whoever writes them: nothing in it does anything. */
export function ChecklistPreview({ steps }: { steps: readonly ChecklistStep[] }): JSX.Element {
  const { t } = useTranslation();
  const id = useId();
  const [expanded, setExpanded] = useState(0);
  return (
    <section className={preview.frame} aria-labelledby={id}>
      <h3 id={id} className={styles.heading}>
        {t('checklist.preview')}
      </h3>
      <p className={preview.explain}>{t('checklist.previewExplain')}</p>
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          // Two may have the same title while they are typed.
          <li key={index} className={styles.step} data-step="open" data-current={index === expanded}>
            <button
              type="button"
              className={styles.toggle}
              aria-expanded={index === expanded}
              onClick={() => setExpanded(index === expanded ? -1 : index)}
            >
              <span className={styles.mark} aria-hidden="true">
                {index + 1}
              </span>
              <span className={styles.title}>{step.title}</span>
              <span className={styles.when}>
                {step.byMinutes > 0 && t('checklist.within', { minutes: step.byMinutes })}
              </span>
            </button>
            {index === expanded && <Body step={step} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Body({ step }: { step: ChecklistStep }): JSX.Element {
  const { t } = useTranslation();
  const name = t(step.needsNote ? 'emergency.checklist.noteNeeded' : 'emergency.checklist.note');
  return (
    <div className={preview.body}>
      <WhatToDo step={step} />
      <div className={styles.settle} inert>
        <p className={preview.note}>{name}</p>
        <div className={styles.buttons}>
          <Button look="primary">
            <Icon name="check" />
            {t('emergency.checklist.done')}
          </Button>
          <Button>{t('emergency.checklist.skip')}</Button>
        </div>
      </div>
    </div>
  );
}
