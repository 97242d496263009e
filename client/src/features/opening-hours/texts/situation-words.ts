import { useTranslation } from 'react-i18next';
import { type Situation } from '../../../shared/contract.js';

/** What a situation is called, and when its text is sent. */
export function useSituationWords(): (situation: Situation) => { name: string; when: string } {
  const { t } = useTranslation();
  return (situation) => ({
    name: t(`hours.texts.situation.${situation}`),
    when: t(`hours.texts.when.${situation}`),
  });
}
