import { type ApproveRequest, type Bubble, type DraftBubble, type HeldReply } from '../../shared/contract.js';

function asked(bubble: DraftBubble): Bubble {
  return bubble.kind === 'attachment' ? { kind: 'attachment', mediaId: bubble.mediaId } : bubble;
}

/** What is asked for when a supervisor changed a reply's words; undefined: it leaves as it was written. */
export function editedRequest(
  { bubbles: original, quickReplies }: HeldReply,
  bubbles: readonly DraftBubble[],
): NonNullable<ApproveRequest>['edited'] {
  const isSame = bubbles.every((bubble, index) => {
    const before = original?.[index];
    return bubble.kind !== 'text' || (before?.kind === 'text' && before.text === bubble.text);
  });
  if (isSame) return undefined;
  return { bubbles: bubbles.map(asked), ...(quickReplies.length > 0 && { quickReplies }) };
}
