import { useTranslation } from 'react-i18next';

/** Minutes as people say them. */
export function useDuration(): (minutes: number) => string {
  const { t } = useTranslation();
  return (minutes) =>
    minutes < 60
      ? t('shift.minutes', { minutes })
      : t('shift.duration', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
