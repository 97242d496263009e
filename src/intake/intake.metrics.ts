import { Counter } from 'prom-client';

/** Counters of the way in. They carry the account's name and never anything of a caller's. */
export const webhooksReceived = new Counter({
  name: 'tomoshibi_webhooks_total',
  help: 'Webhook requests by outcome',
  labelNames: ['account', 'outcome'] as const,
});

export const eventsReceived = new Counter({
  name: 'tomoshibi_inbound_events_received_total',
  help: 'Webhook events in correctly signed bodies, repeated ones included',
  labelNames: ['account'] as const,
});

export const eventsStored = new Counter({
  name: 'tomoshibi_inbound_events_stored_total',
  help: 'Webhook events stored for the first time',
});

export const eventsProjected = new Counter({
  name: 'tomoshibi_inbound_events_projected_total',
  help: 'Stored webhook events that became what talk rooms show, or that were found to have nothing to show',
});

export const eventsSetAside = new Counter({
  name: 'tomoshibi_inbound_set_aside_total',
  help: 'Signed bodies and events that were set aside',
  labelNames: ['account', 'reason'] as const,
});
