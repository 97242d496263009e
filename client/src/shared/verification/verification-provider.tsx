import { type JSX, type ReactNode, useCallback, useRef, useState } from 'react';
import { ApiError } from '../api/request.js';
import { PasskeyError } from '../passkey/passkey-error.js';
import { VerificationContext, type Verified } from './verification-context.js';
import { VerificationDialog } from './verification-dialog.js';

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export function VerificationProvider({ children }: { children: ReactNode }): JSX.Element {
  const waiting = useRef<Waiting | null>(null);
  const [isAsking, setIsAsking] = useState(false);

  const end = (settle: (waiting: Waiting) => void): void => {
    const { current } = waiting;
    waiting.current = null;
    setIsAsking(false);
    if (current !== null) settle(current);
  };
  const verified = useCallback<Verified>(async (work) => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'verification_required') throw error;
      await new Promise<void>((resolve, reject) => {
        waiting.current = { resolve, reject };
        setIsAsking(true);
      });
      return work();
    }
  }, []);

  return (
    <VerificationContext value={verified}>
      {children}
      {isAsking && (
        <VerificationDialog
          onVerified={() => end(({ resolve }) => resolve())}
          onClose={() => end(({ reject }) => reject(new PasskeyError('unverified')))}
        />
      )}
    </VerificationContext>
  );
}
