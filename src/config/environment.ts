import path from 'node:path';
import { z } from 'zod';
import { singleSignOn } from './single-sign-on.js';
import { StartupError } from './startup-error.js';

/** What a process may do; `ROLES` picks some, so that the load of one can't delay another. */
export const processRoles = ['intake', 'console', 'delivery', 'timers'] as const;
export type ProcessRole = (typeof processRoles)[number];

const port = z.coerce.number().int().min(0).max(65_535);
const milliseconds = z.coerce.number().int().positive();

const roles = z
  .string()
  .default('all')
  .transform((value, context): ProcessRole[] => {
    if (value === 'all') return [...processRoles];
    const names = value.split(',').map((name) => name.trim());
    const unknown = names.filter((name) => !processRoles.includes(name as ProcessRole));
    if (unknown.length > 0) {
      context.addIssue({
        code: 'custom',
        message: `has no role ${unknown.join(', ')}; it takes all, or a list of ${processRoles.join(',')}`,
      });
      return z.NEVER;
    }
    return names as ProcessRole[];
  });

const httpUrl = z.url({
  protocol: /^https?$/,
  error: 'must be an address that begins with http:// or https://',
});

/** A `%` that is no escape would otherwise fail much later, deep in the driver. */
function decodable(url: string): boolean {
  try {
    const { username, password } = new URL(url);
    return `${decodeURIComponent(username)}${decodeURIComponent(password)}` !== '';
  } catch {
    return false;
  }
}

const databaseUrl = z.string().refine((url) => /^postgres(ql)?:\/\/.+/.test(url) && decodable(url), {
  error: 'must look like postgresql://user:password@host:5432/database',
});

const CLAMD_PORT = 3310;
const hostAndPort = z.string().transform((value, context) => {
  const [, bracketed, host = bracketed, given] =
    /^(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(value) ?? [];
  const number = port.min(1).safeParse(given ?? CLAMD_PORT);
  if (host !== undefined && number.success) return { host, port: number.data };
  context.addIssue({ code: 'custom', message: 'must look like host:3310' });
  return z.NEVER;
});

/** An empty variable counts as unset: that is how shells and compose files say "nothing". */
const environmentSchema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).optional(),
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  /** Address that browsers use; needed behind a reverse proxy, for the origin check and the cookie. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  ROLES: roles,
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: databaseUrl.optional(),
  MIGRATION_DATABASE_URL: databaseUrl.optional(),
  /** Where keys lie: a database of its own, with a role and backups of its own. */
  KEY_DATABASE_URL: databaseUrl.optional(),
  KEY_MIGRATION_DATABASE_URL: databaseUrl.optional(),
  /**
   * After how many days no backup of the key store holds what was erased. They are deleted a day earlier, by a run of
   * each day, so that two days are the least: one would delete the last before the next is made.
   */
  KEY_BACKUP_DAYS: z.coerce.number().int().min(2).max(365).default(14),
  /**
   * So many days back a backup of the data opens whole with the keys of now. In an older one the talks of callers who
   * took something back since can't be read: that is how what they took back goes from there.
   */
  DATA_BACKUP_DAYS: z.coerce.number().int().min(1).max(365).default(7),
  /** Connections of this process to the database of the data; the key store has four more. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(4).max(100).default(16),
  LINE_API_BASE_URL: httpUrl.default('https://api.line.me'),
  LINE_DATA_API_BASE_URL: httpUrl.default('https://api-data.line.me'),
  /** How long one call to LINE may take, in milliseconds. */
  LINE_TIMEOUT_MS: milliseconds.default(10_000),
  /** Where calls to LINE and its webhook requests are logged: a file, `stdout`, or `off`. */
  LINE_ACCESS_LOG: z.string().optional(),
  /** `none`: without a file, also in the demo. */
  PROVISION_FILE: z
    .string()
    .optional()
    .transform((file) => (file === 'none' ? undefined : file)),
  MASTER_KEY: z.string().optional(),
  MASTER_KEY_FILE: z.string().optional(),
  /** Largest webhook body, in bytes. */
  WEBHOOK_BODY_LIMIT: z.coerce
    .number()
    .int()
    .min(1024)
    .default(8 * 1024 * 1024),
  /** Where webhooks are kept while PostgreSQL is away; `spool` below DATA_DIR when it is not set. */
  SPOOL_DIR: z.string().optional(),
  /** Most that one process keeps there, in bytes; past it webhooks get 503, so that LINE delivers them again. */
  SPOOL_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(256 * 1024 * 1024),
  /** Age of the oldest webhook event that is still no message, in seconds, past which `/readyz` says that we are not ready. */
  READY_BACKLOG_SECONDS: z.coerce.number().int().min(1).default(60),
  /** Largest picture, recording or file that is taken from a caller, in bytes. */
  MEDIA_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(300 * 1024 * 1024),
  /** Largest file that a counselor may send, in bytes. */
  ATTACHMENT_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(20 * 1024 * 1024),
  /** Where clamd listens, as host:port; unset: nothing is scanned, and that is said. */
  CLAMAV_HOST: hostAndPort.optional(),
  /**
   * How long a delivery, or the fetching of a picture or file, is leased to the process that does it, in milliseconds;
   * longer than LINE_TIMEOUT_MS.
   */
  DELIVERY_LEASE_MS: milliseconds.default(30_000),
  /**
   * Calls that one process keeps under way at once; callers are served in parallel, each strictly in order. A quarter
   * of them is for what was tried before, and three quarters for first attempts.
   */
  DELIVERY_CONCURRENCY: z.coerce.number().int().min(4).max(2000).default(256),
  /** Messages a second that this process sends for one channel, and for all of them together. */
  LINE_CHANNEL_RATE: z.coerce.number().int().min(1).max(2000).default(500),
  LINE_GLOBAL_RATE: z.coerce.number().int().min(1).max(20_000).default(1000),
  /** How often LINE is asked how much of an account's month is used, in milliseconds. */
  QUOTA_CHECK_MS: milliseconds.default(5 * 60_000),
  /** How often hours are looked at for faults that nobody's writing brought about. */
  HOURS_CHECK_MS: milliseconds.default(5000),
  /**
   * Reverse proxies in front of this server, counted: so many entries of X-Forwarded-For are believed, from the right,
   * so that the sign-in limit sees the browser's address and not one that the browser made up.
   */
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  /** Name of this site for passkeys: the host of PUBLIC_URL or a domain above it. Another name makes all of them useless. */
  WEBAUTHN_RP_ID: z.string().optional(),
  /** The organisation's own sign-in by OpenID Connect: its address, and what it knows this server by. */
  OIDC_ISSUER: httpUrl.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  /** Which claim holds the login name of the provision file. */
  OIDC_LOGIN_CLAIM: z.string().default('preferred_username'),
  /** What people call it, on the sign-in page. */
  OIDC_NAME: z.string().max(40).default('Single sign-on'),
  /** A session ends so many hours after it began, however busy … */
  SESSION_MAX_HOURS: z.coerce.number().int().min(1).max(24).default(12),
  /** … or so many minutes after its last use. */
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(5).max(1440).default(120),
  /** So many minutes after somebody showed who they are, they may do what weighs without showing it again. */
  VERIFIED_MINUTES: z.coerce.number().int().min(1).max(60).default(10),
  /** How long a one-time sign-in link can be used, in hours. */
  SIGN_IN_LINK_HOURS: z.coerce.number().int().min(1).max(168).default(72),
  /** `log` in production; in a demo `warn`, so that the terminal shows what a newcomer needs. */
  LOG_LEVEL: z.enum(['error', 'warn', 'log', 'debug']).optional(),
});

type ParsedEnvironment = z.infer<typeof environmentSchema>;

/** Settings of this process, read once from the environment and never changed. */
export interface Environment extends Omit<ParsedEnvironment, 'LOG_LEVEL' | 'LINE_ACCESS_LOG'> {
  readonly LINE_ACCESS_LOG: string;
  readonly LOG_LEVEL: NonNullable<ParsedEnvironment['LOG_LEVEL']>;
  readonly production: boolean;
  /** Not production: sample accounts may sign in and the clock can be set. */
  readonly demo: boolean;
}

/**
 * Reads the settings of a process.
 * @throws StartupError naming every malformed variable at once
 */
export function readEnvironment(source: Readonly<Record<string, string | undefined>>): Environment {
  const present = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environmentSchema.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    const variables = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))].join(', ');
    throw new StartupError(variables, `The environment is malformed. ${lines.join('; ')}`);
  }
  const production = parsed.data.NODE_ENV === 'production';
  const LOG_LEVEL = parsed.data.LOG_LEVEL ?? (production ? 'log' : 'warn');
  const LINE_ACCESS_LOG =
    parsed.data.LINE_ACCESS_LOG ??
    (production ? 'stdout' : path.join(parsed.data.DATA_DIR, 'line-access.log'));
  const environment = { ...parsed.data, LOG_LEVEL, LINE_ACCESS_LOG, production, demo: !production };
  refuseContradictions(environment);
  return environment;
}

function refuseContradictions(environment: Environment): void {
  if (environment.production && environment.DATABASE_URL === undefined) {
    throw new StartupError('DATABASE_URL', 'DATABASE_URL is required when NODE_ENV=production.');
  }
  if (environment.production && environment.KEY_DATABASE_URL === undefined) {
    throw new StartupError(
      'KEY_DATABASE_URL',
      'KEY_DATABASE_URL is required when NODE_ENV=production: keys live apart from the data and its backups.',
    );
  }
  if (
    environment.production &&
    environment.MASTER_KEY === undefined &&
    environment.MASTER_KEY_FILE === undefined
  ) {
    throw new StartupError(
      'MASTER_KEY',
      'MASTER_KEY or MASTER_KEY_FILE is required when NODE_ENV=production.',
    );
  }
  if (
    environment.production &&
    environment.ROLES.includes('console') &&
    environment.PUBLIC_URL === undefined
  ) {
    throw new StartupError(
      'PUBLIC_URL',
      'PUBLIC_URL is required when NODE_ENV=production and this process serves the console: browsers of any other address are refused.',
    );
  }
  singleSignOn(environment);
  const { hostname } = new URL(publicUrl(environment));
  const rpId = relyingParty(environment);
  if (hostname !== rpId && !hostname.endsWith(`.${rpId}`)) {
    throw new StartupError(
      'WEBAUTHN_RP_ID',
      `WEBAUTHN_RP_ID must be ${hostname}, the host of PUBLIC_URL, or a domain above it.`,
    );
  }
  if (environment.DELIVERY_LEASE_MS <= environment.LINE_TIMEOUT_MS) {
    throw new StartupError('DELIVERY_LEASE_MS', 'DELIVERY_LEASE_MS must be longer than LINE_TIMEOUT_MS.');
  }
}

/** The address that people are given for this server, without a slash at its end. */
export function publicUrl(environment: Pick<Environment, 'PUBLIC_URL' | 'PORT'>): string {
  return (environment.PUBLIC_URL ?? `http://localhost:${environment.PORT}`).replace(/\/+$/, '');
}

/** The name of this site by which authenticators know it. Browsers take no address of digits here but a name. */
export function relyingParty(
  environment: Pick<Environment, 'WEBAUTHN_RP_ID' | 'PUBLIC_URL' | 'PORT'>,
): string {
  return environment.WEBAUTHN_RP_ID ?? new URL(publicUrl(environment)).hostname;
}

/** Addresses from which a browser may talk to this server. */
export function allowedOrigins(environment: Environment): ReadonlySet<string> {
  if (environment.PUBLIC_URL !== undefined) return new Set([new URL(environment.PUBLIC_URL).origin]);
  const hosts = ['localhost', '127.0.0.1'];
  return new Set(hosts.map((host) => `http://${host}:${environment.PORT}`));
}
