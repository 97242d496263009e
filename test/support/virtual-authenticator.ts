import { type CDPSession, type Page } from 'playwright-core';

/** Chromium's own authenticator without a device: it takes part in the real ceremonies of the real browser. */
export class VirtualAuthenticator {
  private constructor(
    private readonly session: CDPSession,
    readonly id: string,
  ) {}

  static async in(page: Page, transport: 'internal' | 'usb' = 'internal'): Promise<VirtualAuthenticator> {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport,
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new VirtualAuthenticator(session, authenticatorId);
  }

  /** Carries this one, with all its passkeys, to another browser: a key that is pulled out here and put in there. */
  async moveTo(page: Page): Promise<VirtualAuthenticator> {
    const { credentials } = await this.session.send('WebAuthn.getCredentials', { authenticatorId: this.id });
    const there = await VirtualAuthenticator.in(page, 'usb');
    for (const credential of credentials)
      await there.session.send('WebAuthn.addCredential', { authenticatorId: there.id, credential });
    await this.session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.id });
    return there;
  }

  /** Whether the person shows their finger, face or PIN when asked. */
  async verifies(isUserVerified: boolean): Promise<void> {
    await this.session.send('WebAuthn.setUserVerified', { authenticatorId: this.id, isUserVerified });
  }

  async count(): Promise<number> {
    const { credentials } = await this.session.send('WebAuthn.getCredentials', { authenticatorId: this.id });
    return credentials.length;
  }
}
