import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FactKind, factKinds, type FactRequest, type IncidentView } from '../../shared/contract.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';
import { WordsField } from '../../shared/ui/words-field.js';
import { useClientId } from '../../shared/words/use-client-id.js';
import { useIncidentAction } from './api/incidents.js';

/** A message of the caller's, and its words. */
export interface UsedMessage {
  readonly messageId: string;
  readonly text: string;
}

interface UseMessageDialogProps {
  incident: IncidentView;
  used: UsedMessage;
  onClose: () => void;
}

/** Copies what a caller wrote into what is known. What it says about what is a person's judgement. */
export function UseMessageDialog({ incident, used, onClose }: UseMessageDialogProps): JSX.Element {
  const { t } = useTranslation();
  const clientIdOf = useClientId();
  const [fact, setFact] = useState<FactKind>('place');
  const [text, setText] = useState(used.text.slice(0, 2000));
  const write = useIncidentAction<FactRequest>(incident, 'facts');
  return (
    <ActionDialog
      title={t('emergency.facts.useTitle')}
      explain={t('emergency.facts.useExplain')}
      confirm={t('emergency.facts.save')}
      action={write}
      isDisabled={text.trim() === ''}
      onConfirm={() => {
        const said = { fact, text: text.trim(), messageId: used.messageId };
        write.mutate({ clientId: clientIdOf(said), ...said }, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <ChoiceGroup
        label={t('emergency.facts.useAs')}
        value={fact}
        isInRow
        isFirst
        choices={factKinds.map((kind) => ({ value: kind, name: t(`emergency.facts.kind.${kind}`) }))}
        onChange={setFact}
      />
      <WordsField label={t('emergency.facts.words')} value={text} onChange={setText} />
    </ActionDialog>
  );
}
