import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommandStore, useEveryCommand } from '../shared/commands/use-commands.js';
import { Button } from '../shared/ui/button.js';
import { EmptyState } from '../shared/ui/empty-state.js';
import { breakGlassCommand } from './break-glass-command.js';

export function NoTalkRoom(): JSX.Element {
  const { t } = useTranslation();
  const commands = useCommandStore();
  const mayBreakGlass = useEveryCommand().some(({ id }) => id === breakGlassCommand);
  return (
    <EmptyState
      title={t('talk.none')}
      detail={t('talk.noneDetail')}
      action={
        mayBreakGlass && (
          <Button look="plain" size="small" onPress={() => commands.run(breakGlassCommand)}>
            {t('glass.offer')}
          </Button>
        )
      }
    />
  );
}
