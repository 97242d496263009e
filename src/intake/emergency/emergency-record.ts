import { z } from 'zod';
import { deliveryReasonSchema } from '../../contract/message.js';

/** Begins the ids of our own entries among the events that came in; LINE's ids never have a colon. */
const PREFIX = 'emergency:';
export const EMERGENCY_EVENT_TYPE = 'emergencyText';

/** That a caller got the emergency text, and what LINE said of it. */
export const emergencyRecordSchema = z.object({
  id: z.string(),
  userId: z.string(),
  /** One stretch of time in which our database was away. */
  outage: z.string(),
  text: z.string(),
  at: z.number(),
  accepted: z.boolean(),
  reason: deliveryReasonSchema.nullable(),
  uncertain: z.boolean(),
  requestId: z.string().nullable(),
  sentMessageId: z.string().nullable(),
});
export type EmergencyRecord = z.infer<typeof emergencyRecordSchema>;

export function emergencyEventId(id: string): string {
  return `${PREFIX}${id}`;
}

export function isEmergencyEventId(webhookEventId: string): boolean {
  return webhookEventId.startsWith(PREFIX);
}
