import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { AppError } from '../../config/app-error.js';
import { type ErrorCode, errorBody } from '../../contract/error.js';
import { isPassing, sqlState } from '../../database/database.service.js';
import { describeError } from '../../database/worker.js';

/** What Fastify and Nest themselves refuse, in words of our catalogue. */
const statusCodes: Readonly<Record<number, ErrorCode>> = {
  400: 'bad_request',
  404: 'not_found',
  413: 'body_too_large',
  415: 'unsupported_media_type',
};

/** Everything that leaves as an error leaves here, over HTTP and sockets alike, with a code of the catalogue. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  readonly #logger = new Logger('Error');

  catch(error: unknown, host: ArgumentsHost): void {
    const known = this.#translate(error);
    const body = errorBody(known.code, known.parameters, known.field);
    if (host.getType() === 'ws') {
      const acknowledge = host.getArgs<unknown[]>().find((argument) => typeof argument === 'function') as
        ((result: unknown) => void) | undefined;
      acknowledge?.({ ok: false, ...body });
      return;
    }
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply.status(known.status).header('cache-control', 'no-store').send(body);
  }

  #translate(error: unknown): AppError {
    if (error instanceof AppError) return error;
    const status =
      error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown }).statusCode;
    const code = typeof status === 'number' ? statusCodes[status] : undefined;
    if (code !== undefined) return new AppError(code);
    this.#logger.error(describeError(error), error instanceof Error ? stackOnly(error) : undefined);
    return new AppError(isUnavailable(error) ? 'unavailable' : 'internal');
  }
}

/** Whether the same request may well succeed soon. Node's own errors say that our code is wrong. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'unavailable';
  return isPassing(error) && !(sqlState(error) ?? '').startsWith('ERR_');
}

/** The places of a stack without the message, which may quote data. */
function stackOnly(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .join('\n');
}
