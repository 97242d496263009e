/** Languages that callers of Japanese lines ask for most; one that a ticket has already stands among them. */
const usual = ['en', 'zh', 'ko', 'vi', 'pt', 'es', 'tl', 'ne'] as const;

export function languagesToChoose(now: string | null): readonly string[] {
  return now === null || usual.some((each) => each === now) ? usual : [now, ...usual];
}
