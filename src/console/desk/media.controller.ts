import { type IncomingMessage } from 'node:http';
import { Controller, Get, HttpStatus, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { AppError } from '../../config/app-error.js';
import { mediaIdSchema, type MediaView, mediaViewSchema, ticketIdSchema } from '../../contract/message.js';
import { MediaAccess } from '../../media/media.access.js';
import { MediaService } from '../../media/media.service.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { CurrentPrincipal } from '../http/request.js';
import { sendMedia } from './send-media.js';

/** Pictures, recordings and files of a ticket. */
@ApiTags('media')
@Controller('api/tickets/:ticketId')
export class MediaController {
  constructor(
    private readonly access: MediaAccess,
    private readonly media: MediaService,
  ) {}

  /** The content itself, also a part of it (Range). Only pictures, films and sound are shown; all else is saved. */
  @Get('media/:mediaId')
  @Permit('media.read')
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', { schema: ticketIdSchema }) ticketId: string,
    @Param('mediaId', { schema: mediaIdSchema }) mediaId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendMedia(request, reply, await this.access.forPerson(principal, ticketId, mediaId));
  }

  /** Takes a file, as the bare body of the request, to be sent with a reply. */
  @Post('attachments')
  @Permit('ticket.attach')
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: 'x-file-name', required: true, description: "The file's name, percent-encoded UTF-8" })
  @ApiCreatedResponse({ standardSchema: mediaViewSchema })
  async attach(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', { schema: ticketIdSchema }) ticketId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MediaView> {
    const fileName = fileNameOf(request);
    const length = Number(request.headers['content-length'] ?? 0);
    if (this.media.exceedsLimit(length)) throw this.media.tooLarge();
    const view = await this.media.upload(principal, ticketId, bytesOf(request.raw), fileName);
    void reply.status(HttpStatus.CREATED);
    return view;
  }
}

function fileNameOf(request: FastifyRequest): string {
  const header = request.headers['x-file-name'];
  try {
    if (typeof header === 'string') return decodeURIComponent(header);
  } catch {
    // Not percent-encoded UTF-8.
  }
  throw new AppError('invalid_field', { field: 'x-file-name' }, 'x-file-name');
}

/** The body as it comes. Refused in the middle, the rest is read away, so that the browser hears why. */
async function* bytesOf(request: IncomingMessage): AsyncGenerator<Uint8Array, void, void> {
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false })) yield piece as Uint8Array;
  } catch {
    // The browser broke off: nobody is left to be told.
    throw new AppError('bad_request');
  } finally {
    request.resume();
  }
}
