import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { isSignInRequired, requestNothing } from '../../../shared/api/request.js';

async function signOut(): Promise<void> {
  try {
    await requestNothing('/api/session', { method: 'DELETE' });
  } catch (error) {
    // Already signed out, for example in another tab.
    if (!isSignInRequired(error)) throw error;
  }
}

export function useSignOut(onSignedOut: () => void): UseMutationResult<void, Error, void> {
  return useMutation({ mutationFn: signOut, onSuccess: onSignedOut });
}
