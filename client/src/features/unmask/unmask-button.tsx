import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { UnmaskDialog } from './unmask-dialog.js';

interface UnmaskButtonProps {
  ticket: { readonly id: string; readonly alias: string; readonly number: number };
}

/** In the head of an emergency, where seconds count. */
export function UnmaskButton({ ticket }: UnmaskButtonProps): JSX.Element {
  const { t } = useTranslation();
  const [isAsked, setIsAsked] = useState(false);
  return (
    <>
      <Button onPress={() => setIsAsked(true)}>
        <Icon name="person" size={16} />
        {t('unmask.action')}
      </Button>
      {isAsked && <UnmaskDialog ticket={ticket} isEmergency onClose={() => setIsAsked(false)} />}
    </>
  );
}
