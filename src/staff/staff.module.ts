import { Global, Module } from '@nestjs/common';
import { SessionService } from './session.service.js';
import { SignInLimiter } from './sign-in-limiter.js';
import { StaffRepository } from './staff.repository.js';

@Global()
@Module({
  providers: [SessionService, SignInLimiter, StaffRepository],
  exports: [SessionService, StaffRepository],
})
export class StaffModule {}
