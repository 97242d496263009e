import { arch, cpus, platform, release, totalmem } from 'node:os';

/**
 * The value below which a share of the values lies.
 * @param {readonly number[]} values in any order
 * @param {number} share 0.5 for the median
 */
export function percentile(values, share) {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).toSorted();
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = Float64Array.from(values).toSorted();
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/**
 * Three significant digits are already more than a shared machine tells.
 * @param {number} value
 */
export function rounded(value) {
  if (!Number.isFinite(value)) return null;
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}

/** What it was measured on. @param {string} postgres version of PostgreSQL */
export function machine(postgres) {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memory_gb: rounded(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres,
    platform: `${platform()} ${release()} ${arch()}`,
  };
}
