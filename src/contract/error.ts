import { z } from 'zod';
import { type BilingualText, errorCatalogue } from './error-catalogue.js';

export { type BilingualText, errorCatalogue } from './error-catalogue.js';

export type ErrorCode = keyof typeof errorCatalogue;
export type ErrorParameters = Readonly<Record<string, string | number>>;

export const errorCodes = Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]];

/** What an HTTP error response and a refused socket call carry. `field` names the input at fault, as a dotted path. */
export const errorBodySchema = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    message: z.object({ ja: z.string(), en: z.string() }),
    field: z.string().optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

/** Text of an error in one language, with its parameters filled in. */
export function errorText(
  code: ErrorCode,
  language: keyof BilingualText,
  parameters: ErrorParameters = {},
): string {
  return errorCatalogue[code][language].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(parameters[name] ?? whole),
  );
}

/** Body of an error as it leaves the server. */
export function errorBody(code: ErrorCode, parameters: ErrorParameters = {}, field?: string): ErrorBody {
  const message = { ja: errorText(code, 'ja', parameters), en: errorText(code, 'en', parameters) };
  return { error: { code, message, ...(field === undefined ? {} : { field }) } };
}
