import { createContext, useContext } from 'react';

/**
 * Runs what may want the person to show once more who they are: if the server asks for that, a dialog does, and then
 * the same is tried again.
 */
export type Verified = <Result>(work: () => Promise<Result>) => Promise<Result>;

export const VerificationContext = createContext<Verified>((work) => work());

export function useVerified(): Verified {
  return useContext(VerificationContext);
}
