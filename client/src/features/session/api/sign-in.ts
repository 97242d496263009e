import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import { type SessionView, sessionViewSchema, type SignInRequest } from '../../../shared/contract.js';
import { sessionKey } from './get-session.js';

function signIn(body: SignInRequest): Promise<SessionView> {
  return request(sessionViewSchema, '/api/session', { method: 'POST', body });
}

export function useSignIn(): UseMutationResult<SessionView, Error, SignInRequest> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: signIn,
    onSuccess: (session) => {
      queryClient.setQueryData(sessionKey, session);
    },
  });
}
