import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SessionView, type TicketSummary } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { mayMarkRisk } from '../../shared/session/rights.js';
import { Button } from '../../shared/ui/button.js';
import { languageName } from '../../shared/ui/ticket-standing.js';
import { NeedsDialog } from './needs-dialog.js';
import styles from './needs.module.css';

interface NeedsSectionProps {
  ticket: TicketSummary;
  session: SessionView;
}

/** What the caller asks for, beside the talk; with the right to mark a ticket it can be changed here. */
export function NeedsSection({ ticket, session }: NeedsSectionProps): JSX.Element {
  const { t } = useTranslation();
  const shown = useLanguage();
  const [isOpen, setIsOpen] = useState(false);
  const { alias, number, language, profession } = ticket;
  const needs = [
    ...(language === null ? [] : [languageName(language, shown)]),
    ...(profession === null ? [] : [t(`profession.${profession}`)]),
  ];
  return (
    <section className={styles.section} aria-labelledby="caller-needs">
      <div>
        <h3 id="caller-needs" className={styles.heading}>
          {t('needs.heading')}
        </h3>
        <p className={styles.value}>{needs.length === 0 ? t('needs.none') : needs.join('・')}</p>
      </div>
      {mayMarkRisk(session, ticket) && (
        <Button
          size="small"
          aria-label={t('needs.changeLabel', { alias, number })}
          onPress={() => setIsOpen(true)}
        >
          {t('needs.change')}
        </Button>
      )}
      {isOpen && <NeedsDialog ticket={ticket} onClose={() => setIsOpen(false)} />}
    </section>
  );
}
