import { Counter, Gauge } from 'prom-client';

export const spoolBytes = new Gauge({
  name: 'tomoshibi_spool_bytes',
  help: 'Size of what waits on the local disk for the database',
});
export const spoolRecords = new Gauge({
  name: 'tomoshibi_spool_records',
  help: 'Entries that wait on the local disk for the database, as far as this process wrote or took them over',
});
export const spooled = new Counter({
  name: 'tomoshibi_spooled_total',
  help: 'Entries written to the local disk because the database was away',
  labelNames: ['kind'] as const,
});
export const drained = new Counter({
  name: 'tomoshibi_spool_drained_total',
  help: 'Entries that went from the local disk into the database',
});
export const spoolRefused = new Counter({
  name: 'tomoshibi_spool_refused_total',
  help: 'Bodies that could not be kept on the local disk either, and were answered 503',
  labelNames: ['reason'] as const,
});
export const spoolDamaged = new Counter({
  name: 'tomoshibi_spool_damaged_total',
  help: 'Entries on the local disk that could be neither read nor stored; they are kept for 30 days',
});
export const spoolUsable = new Gauge({
  name: 'tomoshibi_spool_usable',
  help: '1 while the local disk would keep what comes when the database is away, 0 after it refused',
});
