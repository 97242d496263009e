import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { AppError } from '../../config/app-error.js';
import { MediaAccess } from '../../media/media.access.js';
import { Public } from '../../staff/permit.js';
import { sendMedia } from '../desk/send-media.js';
import { noticePage, PAGE_POLICY, sharedPage } from './shared-page.js';

/** Whoever follows the link leaves no trace elsewhere, and no search engine keeps it. */
const headers = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
} as const;

/**
 * What callers open from a link in their talk. The page comes first and the content only by a touch, so that a preview
 * that LINE or a browser makes of the link never fetches it.
 */
@ApiExcludeController()
@Controller('shared/:token')
export class SharedController {
  constructor(private readonly access: MediaAccess) {}

  @Get()
  @Public()
  async page(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    await orSayWhy(reply, async () => {
      const media = await this.access.byLink(token);
      sendPage(reply, 200, sharedPage(media, `/shared/${token}/content`));
    });
  }

  @Get('content')
  @Public()
  async content(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await orSayWhy(reply, async () => {
      const media = await this.access.byLink(token);
      await sendMedia(request, reply.headers(headers), media);
    });
  }
}

/** A person reads what went wrong here, not a program. */
async function orSayWhy(reply: FastifyReply, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const expired = error.code === 'link_expired';
    sendPage(reply, error.status, noticePage(expired ? 'expired' : 'unknown'));
  }
}

function sendPage(reply: FastifyReply, status: number, html: string): void {
  void reply
    .status(status)
    .headers({ ...headers, 'content-security-policy': PAGE_POLICY })
    .type('text/html; charset=utf-8')
    .send(html);
}
