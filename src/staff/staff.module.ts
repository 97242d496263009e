import { Global, Module } from '@nestjs/common';
import { ChallengeStore } from './challenge.store.js';
import { JoinService } from './join.service.js';
import { OwnSecurityService } from './own-security.service.js';
import { PasskeyRepository } from './passkey.repository.js';
import { PasskeyService } from './passkey.service.js';
import { PasswordService } from './password.service.js';
import { PeopleService } from './people.service.js';
import { RecoveryService } from './recovery.service.js';
import { SessionService } from './session.service.js';
import { SignInLimiter } from './sign-in-limiter.js';
import { SignInLinkService } from './sign-in-link.service.js';
import { SignInPolicies } from './sign-in-policy.js';
import { SingleSignOnService } from './single-sign-on.service.js';
import { StaffKeys } from './staff-keys.js';
import { StaffRepository } from './staff.repository.js';
import { TotpService } from './totp.service.js';
import { VerificationService } from './verification.service.js';
import { VouchService } from './vouch.service.js';
import { WallService } from './wall.service.js';

@Global()
@Module({
  providers: [
    ChallengeStore,
    JoinService,
    OwnSecurityService,
    PasskeyRepository,
    PasskeyService,
    PasswordService,
    PeopleService,
    RecoveryService,
    SessionService,
    SignInLimiter,
    SignInLinkService,
    SignInPolicies,
    SingleSignOnService,
    StaffKeys,
    StaffRepository,
    TotpService,
    VerificationService,
    VouchService,
    WallService,
  ],
  exports: [
    JoinService,
    OwnSecurityService,
    PasskeyRepository,
    PasswordService,
    PeopleService,
    RecoveryService,
    SessionService,
    SignInPolicies,
    SingleSignOnService,
    StaffKeys,
    StaffRepository,
    VerificationService,
    VouchService,
    WallService,
  ],
})
export class StaffModule {}
