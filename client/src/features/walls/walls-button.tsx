import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView } from '../../shared/contract.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { WallsDialog } from './walls-dialog.js';

/** @param accounts those that the person supervises */
export function WallsButton({ accounts }: { accounts: readonly AccountView[] }): JSX.Element {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button look="plain" size="small" onPress={() => setIsOpen(true)}>
        <Icon name="screen" size={16} />
        {t('bridge.wall')}
      </Button>
      {isOpen && <WallsDialog accounts={accounts} onClose={() => setIsOpen(false)} />}
    </>
  );
}
