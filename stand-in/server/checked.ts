import { z } from 'zod';
import { ControlError } from './errors.js';

/** Parses what a test or the phone sent; says what is wrong with it instead of going on with half of it. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new ControlError(400, z.prettifyError(parsed.error));
  return parsed.data;
}
