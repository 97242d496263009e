import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import {
  type ChecklistStep,
  type IncidentStep,
  type IncidentView,
  type SettleStepRequest,
  type StepCall,
} from '../../shared/contract.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { Icon } from '../../shared/ui/icon.js';
import { Notice } from '../../shared/ui/notice.js';
import { WordsField } from '../../shared/ui/words-field.js';
import { forgetKeptWords, useKeptWords } from '../../shared/words/kept-words.js';
import { useIncidentAction } from './api/incidents.js';
import styles from './checklist.module.css';
import { DueText } from './due-text.js';
import { isUnsaid, stepWordsName } from './step-words.js';

interface StepRowProps {
  id: string;
  incident: IncidentView;
  step: IncidentStep;
  staffId: string;
  isCurrent: boolean;
  isExpanded: boolean;
  onToggle: () => void;
  onSettled: () => void;
}

export function StepRow(props: StepRowProps): JSX.Element {
  const { id, incident, step, staffId, isCurrent, isExpanded, onToggle, onSettled } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const { state, settledAt, settledBy } = step;
  return (
    <li className={styles.step} data-step={state} data-current={isCurrent}>
      <h3 className={styles.stepHeading}>
        <button
          type="button"
          id={id}
          className={styles.toggle}
          aria-expanded={isExpanded}
          aria-controls={`${id}-body`}
          onClick={onToggle}
        >
          <Mark step={step} />
          <span className={styles.title}>
            <span className="visually-hidden">{t(`emergency.checklist.state.${state}`)} </span>
            {step.title}
          </span>
          <span className={styles.when}>
            {state === 'open' || settledAt === null || settledBy === null ? (
              <DueText dueAt={step.dueAt} />
            ) : (
              <>
                {state === 'skipped' && <Chip>{t('emergency.checklist.state.skipped')}</Chip>}{' '}
                {t('emergency.checklist.settled', {
                  name: settledBy.displayName,
                  time: clockTime(settledAt, language),
                })}
              </>
            )}
          </span>
        </button>
      </h3>
      {isExpanded && (
        <div className={styles.body} id={`${id}-body`}>
          <WhatToDo step={step} />
          {step.note !== null && <p className={styles.note}>{step.note}</p>}
          {incident.state === 'open' && (
            <Settling incident={incident} step={step} staffId={staffId} onSettled={onSettled} />
          )}
        </div>
      )}
    </li>
  );
}

/** What a step says: how, and whom to call. */
export function WhatToDo({ step: { detail, call } }: { step: ChecklistStep }): JSX.Element {
  return (
    <>
      {detail !== null && <p className={styles.detail}>{detail}</p>}
      {call !== null && <Call call={call} />}
    </>
  );
}

function Mark({ step: { state, position } }: { step: IncidentStep }): JSX.Element {
  return (
    <span className={styles.mark} aria-hidden="true">
      {state === 'open' ? position + 1 : <Icon name={state === 'done' ? 'check' : 'line'} size={16} />}
    </span>
  );
}

/** Numbers change: the day on which somebody checked it stands beside it. */
function Call({ call }: { call: StepCall }): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className={styles.call}>
      <p className={styles.callName}>
        <span className="visually-hidden">{t('emergency.checklist.call')}: </span>
        {call.name}
      </p>
      <a className={styles.number} href={`tel:${call.number.replaceAll(/[^\d+#*]/g, '')}`}>
        {call.number}
      </a>
      <p className={styles.callNote}>
        {call.note !== null && <span>{call.note}</span>}
        <span>{t('emergency.checklist.verified', { date: call.verifiedOn.replaceAll('-', '/') })}</span>
      </p>
    </div>
  );
}

interface SettlingProps {
  incident: IncidentView;
  step: IncidentStep;
  staffId: string;
  onSettled: () => void;
}

/** The field stands as long as it has words: somebody else may settle the step while one writes. */
function Settling({ staffId, ...props }: SettlingProps): JSX.Element {
  const { incident, step } = props;
  const name = stepWordsName(incident, step);
  const [note, setNote] = useKeptWords(staffId, name);
  const isOpen = step.state === 'open';
  return (
    <>
      {(isOpen || isUnsaid(note, step)) && (
        <Settle
          {...props}
          note={note}
          onNote={setNote}
          onSaid={(said) => forgetKeptWords(staffId, name, said)}
        />
      )}
      {!isOpen && <Reopen incident={incident} step={step} />}
    </>
  );
}

interface SettleProps extends Omit<SettlingProps, 'staffId'> {
  note: string;
  onNote: (note: string) => void;
  onSaid: (note: string) => void;
}

function Settle({ incident, step, onSettled, note, onNote, onSaid }: SettleProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const [problem, setProblem] = useState<string | null>(null);
  const settle = useIncidentAction<SettleStepRequest>(incident, `steps/${step.position}`);
  const words = note.trim();
  const say = (state: 'done' | 'skipped'): void => {
    const isMissing = words === '' && (state === 'skipped' || step.needsNote);
    if (isMissing) {
      setProblem(
        t(state === 'done' ? 'emergency.checklist.noteMissing' : 'emergency.checklist.reasonMissing'),
      );
      return;
    }
    // The keyboard goes on also where the event has taken this field from the screen before the answer came.
    const settled = (): void => {
      onSaid(note);
      onSettled();
    };
    void settle.mutateAsync({ state, note: words === '' ? null : words }).then(settled, () => undefined);
  };
  const isOvertaken = step.state !== 'open' && !settle.isPending;
  const write = (value: string): void => {
    onNote(value);
    setProblem(null);
    // With its last word the field goes.
    if (isOvertaken && value.trim() === '') onSettled();
  };
  return (
    <div className={styles.settle}>
      <WordsField
        label={t(step.needsNote ? 'emergency.checklist.noteNeeded' : 'emergency.checklist.note')}
        hint={t('emergency.checklist.noteHint')}
        value={note}
        onChange={write}
        rows={2}
        problem={problem}
      />
      {isOvertaken && (
        <Notice tone="amber" role="status" icon="alert">
          {t(`emergency.checklist.overtaken.${step.state === 'skipped' ? 'skipped' : 'done'}`, {
            name: step.settledBy?.displayName ?? '',
          })}
        </Notice>
      )}
      {settle.error !== null && (
        <Notice tone="danger" role="alert" icon="alert">
          {errorMessage(settle.error)}
        </Notice>
      )}
      {isOvertaken ? (
        <Button size="small" onPress={() => write('')}>
          {t('emergency.checklist.dropWords')}
        </Button>
      ) : (
        <SettleButtons step={step} isPending={settle.isPending} onPress={say} />
      )}
    </div>
  );
}

interface SettleButtonsProps {
  step: IncidentStep;
  isPending: boolean;
  onPress: (state: 'done' | 'skipped') => void;
}

function SettleButtons({ step, isPending, onPress }: SettleButtonsProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className={styles.buttons}>
      <Button
        look="primary"
        className={styles.big ?? ''}
        aria-label={t('emergency.checklist.doneLabel', { title: step.title })}
        isPending={isPending}
        onPress={() => onPress('done')}
      >
        <Icon name="check" />
        {t('emergency.checklist.done')}
      </Button>
      <Button
        className={styles.big ?? ''}
        aria-label={t('emergency.checklist.skipLabel', { title: step.title })}
        isPending={isPending}
        onPress={() => onPress('skipped')}
      >
        {t('emergency.checklist.skip')}
      </Button>
    </div>
  );
}

function Reopen({ incident, step }: Pick<SettlingProps, 'incident' | 'step'>): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const settle = useIncidentAction<SettleStepRequest>(incident, `steps/${step.position}`);
  return (
    <div className={styles.settle}>
      {settle.error !== null && (
        <Notice tone="danger" role="alert" icon="alert">
          {errorMessage(settle.error)}
        </Notice>
      )}
      <Button
        size="small"
        look="plain"
        isPending={settle.isPending}
        onPress={() => settle.mutate({ state: 'open', note: null })}
      >
        {t('emergency.checklist.reopen')}
      </Button>
    </div>
  );
}
