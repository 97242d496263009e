import { StandardSchemaValidationPipe } from '@nestjs/common';
import { type z } from 'zod';
import { AppError } from '../../config/app-error.js';

/** Checks what comes in against the contract; the first issue names its field. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => {
      const path = (issues[0]?.path ?? []).map((segment) =>
        String(typeof segment === 'object' ? segment.key : segment),
      );
      return invalidField(path);
    },
  });
}

/** Reads a socket's payload. @throws AppError invalid_field */
export function parsePayload<Schema extends z.ZodType>(schema: Schema, payload: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(payload);
  if (!parsed.success) throw invalidField((parsed.error.issues[0]?.path ?? []).map(String));
  return parsed.data;
}

function invalidField(path: readonly string[]): AppError {
  if (path.length === 0) return new AppError('bad_request');
  const field = path.join('.').slice(0, 100);
  return new AppError('invalid_field', { field }, field);
}
