import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../staff/permit.js';
import { IntakeService } from './intake.service.js';

/** Where LINE calls. Its signature is the permission. */
@ApiExcludeController()
@Controller('line/webhook')
export class IntakeController {
  constructor(private readonly intake: IntakeService) {}

  /** The body arrives as raw bytes whatever its content type says: only they can be verified. */
  @Post(':account')
  @HttpCode(200)
  @Public()
  async receive(
    @Param('account') account: string,
    @Body() body: Buffer | undefined,
    @Headers('x-line-signature') signature: string | undefined,
  ): Promise<string> {
    await this.intake.receive(account, body ?? Buffer.alloc(0), signature);
    return '';
  }
}
