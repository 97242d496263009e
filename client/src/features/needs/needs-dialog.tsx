import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type NeedsRequest, professions, type TicketSummary } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { ChoiceGroup } from '../../shared/ui/choice-group.js';
import { languageName } from '../../shared/ui/ticket-standing.js';
import { languagesToChoose } from './languages.js';

/** Anybody will do; a group of radio buttons has no empty value. */
const any = 'any';

interface NeedsDialogProps {
  ticket: TicketSummary;
  onClose: () => void;
}

/** Writes down what the caller asks for, as a person heard it: whoever fits is asked, and nobody else. */
export function NeedsDialog({ ticket, onClose }: NeedsDialogProps): JSX.Element {
  const { t } = useTranslation();
  const shown = useLanguage();
  const [language, setLanguage] = useState(ticket.language ?? any);
  const [profession, setProfession] = useState<NonNullable<NeedsRequest['profession']> | typeof any>(
    ticket.profession ?? any,
  );
  const save = useTicketAction<NeedsRequest>(ticket.id, 'needs');
  return (
    <ActionDialog
      title={t('needs.title', { alias: ticket.alias, number: ticket.number })}
      explain={t('needs.explain')}
      confirm={t('needs.save')}
      action={save}
      onConfirm={() =>
        save.mutate(
          {
            language: language === any ? null : language,
            profession: profession === any ? null : profession,
          },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <ChoiceGroup
        label={t('needs.language')}
        value={language}
        isFirst
        isInRow
        choices={[
          { value: any, name: t('needs.japanese') },
          ...languagesToChoose(ticket.language).map((tag) => ({
            value: tag,
            name: languageName(tag, shown),
          })),
        ]}
        onChange={setLanguage}
      />
      <ChoiceGroup
        label={t('needs.profession')}
        value={profession}
        isInRow
        choices={[
          { value: any, name: t('needs.anybody') },
          ...professions.map((each) => ({ value: each, name: t(`profession.${each}`) })),
        ]}
        onChange={setProfession}
      />
    </ActionDialog>
  );
}
