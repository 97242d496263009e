import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type EndIncidentRequest,
  type IncidentOutcome,
  incidentOutcomes,
  type IncidentView,
} from '../../shared/contract.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';
import { Notice } from '../../shared/ui/notice.js';
import { WordsField } from '../../shared/ui/words-field.js';
import { useIncidentAction } from './api/incidents.js';

interface EndDialogProps {
  incident: IncidentView;
  onEnded: () => void;
  onClose: () => void;
}

export function EndDialog({ incident, onEnded, onClose }: EndDialogProps): JSX.Element {
  const { t } = useTranslation();
  // Nothing is chosen for them: that somebody is safe must never be said by a press of Enter.
  const [outcome, setOutcome] = useState<IncidentOutcome | null>(null);
  const [summary, setSummary] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isUnchosen, setIsUnchosen] = useState(false);
  const end = useIncidentAction<EndIncidentRequest>(incident, 'end');
  const unsettled = incident.steps.filter(({ state }) => state === 'open').length;
  const confirm = (): void => {
    const isMissing = summary.trim() === '';
    setIsUnchosen(outcome === null);
    setProblem(isMissing ? t('emergency.end.summaryMissing') : null);
    if (outcome !== null && !isMissing)
      // Its event may take the checklist from the screen before the answer comes.
      void end.mutateAsync({ outcome, summary: summary.trim() }).then(onEnded, () => undefined);
  };
  return (
    <ActionDialog
      title={t('emergency.end.title')}
      explain={t('emergency.end.explain')}
      confirm={t('emergency.end.confirm')}
      action={end}
      onConfirm={confirm}
      onClose={onClose}
    >
      {unsettled > 0 && (
        <Notice tone="amber" icon="alert">
          {t('emergency.end.unsettled', { count: unsettled })}
        </Notice>
      )}
      <ChoiceGroup
        label={t('emergency.end.outcome')}
        value={outcome}
        isFirst
        choices={incidentOutcomes.map((one) => ({ value: one, name: t(`emergency.outcome.${one}`) }))}
        onChange={(chosen) => {
          setOutcome(chosen);
          setIsUnchosen(false);
        }}
      />
      {isUnchosen && (
        <Notice tone="danger" icon="alert" role="alert">
          {t('emergency.end.outcomeMissing')}
        </Notice>
      )}
      <WordsField
        label={t('emergency.end.summary')}
        hint={t('emergency.end.summaryHint')}
        value={summary}
        onChange={(words) => {
          setSummary(words);
          setProblem(null);
        }}
        problem={problem}
      />
    </ActionDialog>
  );
}
