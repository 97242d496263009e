import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Chip } from './chip.js';
import { Icon } from './icon.js';

interface UndeliveredMarksProps {
  /** The server refused them: they stand in the talk, and wait for a person. */
  unsent: number;
  /** LINE refused them, or the caller can't be reached. */
  undelivered: number;
}

/** On the row of a ticket: what was written to its caller and has not reached them. */
export function UndeliveredMarks({ unsent, undelivered }: UndeliveredMarksProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      {unsent > 0 && (
        <Chip tone="danger">
          <Icon name="alert" size={12} />
          {t('undelivered.unsent', { count: unsent })}
        </Chip>
      )}
      {undelivered > 0 && (
        <Chip tone="danger">
          <Icon name="alert" size={12} />
          {t('undelivered.undelivered', { count: undelivered })}
        </Chip>
      )}
    </>
  );
}
