/** What went wrong, for callers that react differently to each case. */
export type EmbeddedPostgresErrorCode =
  | 'DATA_DIR_UNUSABLE'
  | 'LOCKED'
  | 'PLATFORM_UNSUPPORTED'
  | 'BINARIES_UNUSABLE'
  | 'NO_SYSTEM_USER'
  | 'CLUSTER_UNREACHABLE'
  | 'CREDENTIALS_BROKEN'
  | 'VERSION_MISMATCH'
  | 'INIT_FAILED'
  | 'START_FAILED'
  | 'STOP_FAILED';

/** One message for people, in both languages of the service. */
export interface BilingualText {
  en: string;
  ja: string;
}

/**
 * Every failure of the embedded PostgreSQL. `message` is the English text; `en` and `ja` are one line each, and
 * safe to print: they name settings and folders, never a password.
 */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;
  readonly en: string;
  readonly ja: string;

  constructor(code: EmbeddedPostgresErrorCode, text: BilingualText, options?: ErrorOptions) {
    super(text.en, options);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
    this.en = text.en;
    this.ja = text.ja;
  }
}

/** The system's error code (`EACCES`, `ENOENT` …), or `null` for anything else that was thrown. */
export function systemErrorCode(error: unknown): string | null {
  // Not by instanceof: a test runner's own globals make the system's errors those of another realm.
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** The one-line text of whatever was thrown. */
export function errorText(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  const text = String(hasMessage ? error.message : error);
  return text.split('\n', 1)[0] ?? '';
}

/** The data folder can't be used; `detail` is the system's own reason. */
export function dataDirUnusable(path: string, cause: unknown): EmbeddedPostgresError {
  const detail = errorText(cause);
  return new EmbeddedPostgresError(
    'DATA_DIR_UNUSABLE',
    {
      en: `DATA_DIR: ${path} can't be used as the data folder (${detail}). Set DATA_DIR to a folder this user can write to.`,
      ja: `DATA_DIR: ${path} をデータフォルダとして使えません(${detail})。書き込めるフォルダを DATA_DIR に指定してください。`,
    },
    { cause },
  );
}
