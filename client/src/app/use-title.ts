import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** Gives the window the name of what is shown, and of the product. */
export function useTitle(name: string): void {
  const { t } = useTranslation();
  const title = `${name} – ${t('product.mark')} ${t('product.name')}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
