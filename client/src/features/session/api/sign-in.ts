import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import {
  ceremonySchema,
  type SessionView,
  sessionViewSchema,
  type SignInOptions,
  signInOptionsSchema,
  type SignInRequest,
} from '../../../shared/contract.js';
import { showPasskey } from '../../../shared/passkey/passkey.js';
import { sessionKey } from './get-session.js';

function signIn(body: SignInRequest): Promise<SessionView> {
  return request(sessionViewSchema, '/api/session', { method: 'POST', body });
}

async function signInByPasskey(): Promise<SessionView> {
  const { options } = await request(ceremonySchema, '/api/session/passkey/options', {
    method: 'POST',
    body: {},
  });
  const response = await showPasskey(options);
  return request(sessionViewSchema, '/api/session/passkey', { method: 'POST', body: { response } });
}

export function useSignInOptions(): UseQueryResult<SignInOptions> {
  return useQuery({
    queryKey: ['sign-in-options'],
    queryFn: ({ signal }) => request(signInOptionsSchema, '/api/session/options', { signal }),
  });
}

export function useSignIn(): UseMutationResult<SessionView, Error, SignInRequest> {
  return useMutation({ mutationFn: signIn, onSuccess: useSessionBegun() });
}

export function useSignInByPasskey(): UseMutationResult<SessionView, Error, void> {
  return useMutation({ mutationFn: signInByPasskey, onSuccess: useSessionBegun() });
}

function useSessionBegun(): (session: SessionView) => void {
  const queryClient = useQueryClient();
  return (session) => queryClient.setQueryData(sessionKey, session);
}
