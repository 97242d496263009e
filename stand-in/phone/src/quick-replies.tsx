import type { ReactElement } from 'react';
import type { TalkItem } from '../../server/phone-contract.js';
import { ActionButton } from './action-button.js';
import { isAction, type LineAction } from './actions.js';
import type { Talk } from './api.js';
import { useTexts } from './texts.js';

/** Only the newest message's quick replies are shown, and anything said afterwards takes them away. */
export function QuickReplies({
  last,
  talk,
}: {
  last: TalkItem | undefined;
  talk: Talk;
}): ReactElement | null {
  const texts = useTexts();
  const actions = last?.from === 'account' ? quickReplyActions(last) : [];
  if (actions.length === 0) return null;
  return (
    <div className="quick-replies" role="group" aria-label={texts('quickReplies')}>
      {actions.map((action, index) => (
        <ActionButton key={index} className="chip" action={action} talk={talk} />
      ))}
    </div>
  );
}

function quickReplyActions(item: TalkItem): LineAction[] {
  const quickReply = item.message['quickReply'] as { items?: { action?: unknown }[] } | undefined;
  return (quickReply?.items ?? []).map((entry) => entry.action).filter(isAction);
}
