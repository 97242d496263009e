import { useTranslation } from 'react-i18next';

const situations = [
  'greeting',
  'waiting',
  'returned',
  'place-again',
  'left',
  'closed',
  'closing',
  'full',
  'limit',
  'follow-up',
  'emergency',
  'attachment',
  'still-there',
  'idle-closed',
] as const;

/** What a situation is called, and when its text is sent. One that this console doesn't know is shown by its name. */
export function useSituationWords(): (situation: string) => { name: string; when: string } {
  const { t } = useTranslation();
  return (situation) => {
    const known = situations.find((name) => name === situation);
    if (known === undefined) return { name: situation, when: '' };
    return { name: t(`hours.texts.situation.${known}`), when: t(`hours.texts.when.${known}`) };
  };
}
